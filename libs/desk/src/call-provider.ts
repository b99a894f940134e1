/** Which phone of a call is rung up. */
export type RungLeg = 'agent' | 'customer' | 'third';

/** One phone to ring up for a call. */
export interface LegOrder {
  readonly clientId: string;
  readonly callId: string;
  readonly leg: RungLeg;
  /** Both in E.164; `from` is the client's. */
  readonly to: string;
  readonly from: string;
}

/** What came of ringing a phone up. Not `placed` and not `refused` is `unknown`: it may ring. */
export type LegAnswer =
  | { readonly result: 'placed'; readonly sid: string; readonly roomSid: string | null }
  | { readonly result: 'refused'; readonly code: string }
  | { readonly result: 'unknown'; readonly code: string };

/** A phone as the provider has it. */
export interface FoundLeg {
  readonly sid: string;
  /** The provider's own word, as in `CallReport`. */
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Talk time, once it is over. */
  readonly seconds: number | null;
}

/** What is done with the recording of a call. */
export type RecordingAction = 'start' | 'pause' | 'resume' | 'stop';

/**
 * What calling asks of whoever carries calls, turned around because the desk does not know them. Both phones of a call meet in
 * its room. Everything here is done outside transactions; only ringing up cannot be repeated.
 */
export abstract class CallProvider {
  /** Which ways are there besides dialling by hand. */
  abstract readonly offers: { readonly bridge: boolean; readonly browser: boolean };
  /** Rings a phone up; never throws. Not repeatable. */
  abstract ring(order: LegOrder): Promise<LegAnswer>;
  /** The phones that were rung up like this since a moment, oldest first; null when the provider can't be asked. */
  abstract find(order: LegOrder, since: Date): Promise<FoundLeg[] | null>;
  /** A phone as it is now; null when the provider can't be asked or doesn't know it. */
  abstract look(sid: string): Promise<FoundLeg | null>;
  /** Whether the provider did as asked; these may be repeated. */
  abstract hold(roomSid: string, sid: string, isHeld: boolean): Promise<boolean>;
  /** Whether the call ends for everybody when this phone leaves. */
  abstract bind(roomSid: string, sid: string, endsCall: boolean): Promise<boolean>;
  abstract hangUp(sid: string): Promise<boolean>;
  /** `unknown`: it may have been done. */
  abstract record(sid: string, action: RecordingAction): Promise<'done' | 'refused' | 'unknown'>;
  /** What lets a browser connect to this call and to nothing else. */
  abstract browserToken(clientId: string, callId: string): string;
}
