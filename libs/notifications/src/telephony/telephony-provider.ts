/** The channels that go through a telephone company's gateway. */
export const phoneChannels = ['sms', 'whatsapp', 'voice'] as const;
export type PhoneChannel = (typeof phoneChannels)[number];

/** One message in its words, ready for the provider. */
export interface PhoneMessage {
  readonly clientId: string;
  readonly messageId: string;
  readonly channel: PhoneChannel;
  /** E.164. */
  readonly to: string;
  /** A number in E.164, an alphanumeric sender, or the id of a messaging service. */
  readonly from: string;
  readonly text: string;
  /** The approved template that a WhatsApp message is made from, with what goes into its places. */
  readonly template: { readonly sid: string; readonly variables: Readonly<Record<string, string>> } | null;
}

/** How far a message is, in the provider's own word; `status.ts` says what it means. */
export interface ProviderStatus {
  readonly providerId: string;
  readonly status: string;
  readonly segments: number | null;
  readonly errorCode: number | null;
  /** Who picked up a call, as far as the provider can tell. */
  readonly answeredBy: string | null;
}

/**
 * What came of one request. `refused` is final. `deferred`: the provider has not taken it, ask again, not before
 * `waitMs` where it says so. `unknown`: it may have taken it.
 */
export type ProviderAnswer =
  | ({ readonly result: 'accepted' } & ProviderStatus)
  | { readonly result: 'refused'; readonly code: string; readonly words: string; readonly isHard: boolean }
  | {
      readonly result: 'deferred';
      readonly code: string;
      readonly words: string;
      readonly waitMs: number | null;
    }
  | { readonly result: 'unknown'; readonly code: string; readonly words: string };

/** A message that nobody knows the fate of. */
export interface LostMessage {
  readonly messageId: string;
  readonly channel: PhoneChannel;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly askedAt: Date;
}

/** How far a WhatsApp template is with the people who approve it. */
export interface TemplateApproval {
  readonly state: 'submitted' | 'approved' | 'rejected' | 'paused';
  readonly reason: string | null;
}

export interface TemplateDraft {
  readonly name: string;
  readonly language: string;
  readonly body: string;
  /** Samples of what goes into the places, which the approvers ask for. */
  readonly samples: Readonly<Record<string, string>>;
}

/** Whoever carries SMS, WhatsApp messages and calls. One per process, chosen by the environment. */
export abstract class TelephonyProvider {
  /** Whether a message handed over here reaches anybody. */
  abstract readonly isConnected: boolean;
  /** Hands over one message; never throws. Not repeatable: the provider knows no idempotency key. */
  abstract send(message: PhoneMessage): Promise<ProviderAnswer>;
  /** What the provider has that could be this message, oldest first; null when it can't be asked now. */
  abstract find(lost: LostMessage): Promise<ProviderStatus[] | null>;
  /** Makes a template and asks for its approval; returns its id. Throws `ProviderRefusal`. */
  abstract submitTemplate(draft: TemplateDraft): Promise<string>;
  /** Where the approval of a template stands. Throws `ProviderRefusal`. */
  abstract approvalOf(sid: string): Promise<TemplateApproval>;
}

/** The provider answered no, or not at all. `code` is stable; `words` are its own, without numbers and addresses. */
export class ProviderRefusal extends Error {
  constructor(
    readonly code: string,
    readonly words: string,
    readonly kind: 'refused' | 'deferred' | 'unknown',
    readonly waitMs: number | null = null,
  ) {
    super(`${code}: ${words}`);
    this.name = 'ProviderRefusal';
  }
}
