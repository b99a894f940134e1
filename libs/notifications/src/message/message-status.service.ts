import { Injectable } from '@nestjs/common';
import type { ClientCtx, Tx } from '#platform';

/** What the outside said later about a message that was handed over: a receipt, a bounce, a status callback. */
export interface StatusReport {
  readonly messageId: string;
  readonly event: 'accept' | 'deliver' | 'read' | 'bounce' | 'fail' | 'absent';
  readonly at: Date;
  /** A code, then optionally a colon and the other side's words without addresses. */
  readonly reason: string | null;
  /** The provider's own id, kept with the message once known. */
  readonly providerId?: string;
  /** As the provider counted them. */
  readonly segments?: number;
  /** Whether the address itself is dead: it goes on the suppression list. */
  readonly isHard?: boolean;
}

/** Statuses that arrive after sending. */
@Injectable()
export class MessageStatus {
  /**
   * Applies reports in `tx`, each forward only: what does not follow from the message's state changes nothing, so repeats
   * and any order are harmless. With the first acceptance the contact is concluded; a bounce after it takes the charge
   * back; a failed or bounced message moves its contact plan on. Returns the ids that changed.
   */
  apply(_ctx: ClientCtx, _tx: Tx, _reports: readonly StatusReport[]): Promise<Set<string>> {
    return Promise.reject(new Error('not built yet'));
  }
}
