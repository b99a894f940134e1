import { createHash } from 'node:crypto';
import type { CaseRecord } from '#cases';

/**
 * The id of the message about a decision (UUIDv8): the case's time in front, so that ids append to their index, then a
 * hash of what was decided. Announcing the same decision again is the same message; another decision is another.
 */
export function decisionMessageId(purpose: string, record: CaseRecord): string {
  const decided = record.items.map((item) => `${item.id}=${item.outcome ?? ''}*${item.quantity}`).sort();
  const hash = createHash('sha256')
    .update(`${record.id}\n${purpose}\nemail\n${decided.join('\n')}`)
    .digest();
  hash[0] = ((hash[0] as number) & 0x0f) | 0x80;
  hash[2] = ((hash[2] as number) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${record.id.slice(0, 13)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 20)}`;
}
