import { createHash } from 'node:crypto';
import type { CaseRecord } from '#cases';
import type { MessageFacts, MessagePurpose } from './message-purpose.js';

/**
 * The id of a message (UUIDv8): the case's time in front, so that ids append to their index, then a hash of what it says.
 * A decision is told by what was decided, everything else by its facts' key, else by its items: announcing the same again
 * is the same message. A decision with a key is told once more.
 */
export function messageId(purpose: MessagePurpose, record: CaseRecord, facts: MessageFacts | null): string {
  const said =
    purpose === 'decision'
      ? [
          ...record.items.map((item) => `${item.id}=${item.outcome ?? ''}*${item.quantity}`).sort(),
          ...(facts?.key ? [facts.key] : []),
        ]
      : [facts?.key ?? [...(facts?.itemIds ?? [])].sort().join()];
  return hashed(record.id, `${record.id}\n${purpose}\nemail\n${said.join('\n')}`);
}

/** The id of a later step of a message's contact plan: taking the same step twice is one message. */
export function stepMessageId(
  of: { readonly caseId: string; readonly purpose: string; readonly revision: number },
  step: number,
): string {
  return hashed(of.caseId, `${of.caseId}\n${of.purpose}\n${of.revision}\nstep ${step}`);
}

function hashed(caseId: string, text: string): string {
  const hash = createHash('sha256').update(text).digest();
  hash[0] = ((hash[0] as number) & 0x0f) | 0x80;
  hash[2] = ((hash[2] as number) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${caseId.slice(0, 13)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 20)}`;
}
