import type { Shape } from '../api/client';

/** An exclusive, leased hold on one work item. `token` goes with every request about it. */
export interface Claim {
  readonly id: string;
  readonly token: string;
  readonly clientId: string;
  readonly workItemId: string;
  readonly kind: Shape<'WorkItem'>['kind'];
  readonly caseId: string | null;
  readonly subjectId: string;
  readonly reason: string;
  readonly language: string;
  readonly dueOn: string | null;
  readonly claimedAt: string;
  readonly leaseUntil: string;
  /** By the server's clock; browsers' clocks are not asked. */
  readonly handlingSeconds: number;
}

export type PresenceState = 'available' | 'on_contact' | 'wrap_up' | 'break' | 'training' | 'offline';
/** What an agent may say of themselves; the others follow from claims. */
export type SaidState = 'available' | 'break' | 'training' | 'offline';

export interface DeskMe {
  readonly agent: {
    readonly id: string;
    readonly name: string;
    readonly locale: string;
    readonly zone: string;
    readonly profile: { readonly languages: Record<string, string>; readonly phone: string | null } | null;
  };
  readonly presence: { readonly state: PresenceState; readonly since: string | null };
  readonly claim: Claim | null;
  readonly today: {
    readonly contacts: number;
    readonly handlingSeconds: number;
    readonly ahtSeconds: number | null;
    readonly budgetSeconds: number;
  };
  readonly calling: { readonly twilio: boolean };
}

export type Money = Shape<'Money'>;
export type Outcome = Shape<'Decision'>['outcome'];

export interface ScreenItem {
  readonly id: string;
  readonly line: string | number;
  readonly sku: string | null;
  readonly product: string;
  readonly quantity: number;
  readonly unitPrice: Money | null;
  readonly reason: string | null;
  readonly legalBasis: string | null;
  readonly condition: string | null;
  readonly photoUrl: string | null;
  readonly resolution: Outcome | null;
  readonly fulfilment: string | null;
  readonly decision: {
    readonly policyVersion: number | null;
    readonly rule: string | number | null;
    readonly ruleName: string | null;
    readonly by: string;
    readonly at: string;
  } | null;
  readonly allowed: readonly { readonly outcome: Outcome; readonly needsGround: readonly string[] | null }[];
}

export interface ScriptLine {
  readonly customer: string;
  readonly agent: string;
}

export interface ContactScript {
  readonly situation: string;
  readonly title: string;
  /** Of the customer's lines: another than the case's where there is none. */
  readonly language: string;
  readonly agentLanguage: string;
  readonly lines: readonly ScriptLine[];
  readonly mandatory: readonly (ScriptLine & { readonly source: string | null })[];
  readonly situations: readonly { readonly id: string; readonly title: string }[];
}

export interface ScreenDisposition {
  readonly code: string;
  readonly label: string;
  readonly hotkey: string;
  readonly flags: { readonly callback: boolean; readonly billable: boolean; readonly humanAnswered: boolean };
}

export type CallWay = 'browser' | 'bridge' | 'hand';

export interface DeskCall {
  readonly id: string;
  readonly way: CallWay;
  readonly state: 'dialling' | 'ringing' | 'talking' | 'held' | 'ended' | 'failed';
  readonly recording: 'off' | 'on' | 'paused';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly transfer?: 'warm' | 'cold' | 'done' | null;
}

export type RecordingAction = 'start' | 'pause' | 'resume' | 'stop';

export interface DialledCall extends DeskCall {
  /** What the agent dials, where they dial by hand. */
  readonly number?: string;
  /** Connects this browser to this one call. */
  readonly accessToken?: string;
  /** Whether the customer must be told, or must agree, before it is recorded. */
  readonly recordingConsent: 'never' | 'announce' | 'ask';
}

export interface ScreenMessage {
  readonly id: string;
  readonly purpose: string;
  readonly channel: string;
  readonly language: string;
  readonly state: string;
  readonly subject: string | null;
  readonly text: string | null;
  readonly sentAt: string | null;
  readonly reason: string | null;
}

export interface ScreenReply {
  readonly id: string;
  readonly at: string;
  readonly channel: string;
  readonly text: string;
  readonly authenticated: boolean | null;
  readonly attachments: readonly {
    readonly id: string;
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: number;
  }[];
}

export interface ContactScreen {
  readonly claim: Claim;
  readonly client: {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly brand: { readonly color: string };
    readonly wrapUp: { readonly mode: 'optional' | 'required' | 'timed'; readonly seconds: number };
  };
  readonly case: {
    readonly id: string;
    readonly caseRef: string;
    readonly orderRef: string | null;
    readonly state: Shape<'Case'>['state'];
    readonly waitsFor: readonly string[];
    readonly language: string;
    readonly country: string | null;
    readonly localTime: string;
    readonly zone: string;
    readonly orderedOn: string | null;
    readonly deliveredOn: string | null;
    readonly receivedOn: string | null;
    readonly deadlineOn: string | null;
    readonly note: string | null;
    readonly address: {
      readonly street: string;
      readonly postalCode: string;
      readonly city: string;
      readonly country: string;
    } | null;
  };
  readonly customer: {
    readonly name: string | null;
    readonly emailMasked: string | null;
    readonly phoneMasked: string | null;
    readonly phoneCallable: boolean;
    readonly ibanMasked: string | null;
    readonly accountHolder: string | null;
  };
  readonly items: readonly ScreenItem[];
  readonly timeline: readonly {
    readonly at: string;
    readonly kind: string;
    readonly actor: string;
    readonly actorName: string | null;
  }[];
  readonly messages: readonly ScreenMessage[];
  readonly replies: readonly ScreenReply[];
  readonly notes: readonly {
    readonly at: string;
    readonly agentName: string | null;
    readonly text: string;
  }[];
  readonly calls: readonly DeskCall[];
  readonly otherCases: readonly {
    readonly id: string;
    readonly caseRef: string;
    readonly state: Shape<'Case'>['state'];
    readonly openedAt: string;
    readonly deadlineOn: string | null;
  }[];
  readonly script: ContactScript;
  readonly dispositions: readonly ScreenDisposition[];
  readonly note: { readonly text: string; readonly version: number };
  readonly budgetSeconds: number;
}
