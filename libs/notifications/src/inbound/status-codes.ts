/**
 * Enhanced status codes (RFC 3463; registry: https://www.iana.org/assignments/smtp-enhanced-status-codes) that say that an
 * address is dead, whatever is sent to it: writing there again harms our standing and reaches nobody. Other 5.x.x codes
 * are about this one message, this moment, or us (5.2.2 mailbox full, 5.3.4 too big, 5.4.x routing, 5.6.x content, 5.7.x
 * refused by policy): the message failed, the address may be written to again.
 */
const dead: ReadonlySet<string> = new Set([
  '5.1.0', // other address status: what many servers say of an unknown user
  '5.1.1', // bad destination mailbox address
  '5.1.2', // bad destination system address
  '5.1.3', // bad destination mailbox address syntax
  '5.1.6', // destination mailbox has moved, no forwarding address
  '5.1.10', // recipient address has null MX (RFC 7505)
  '5.2.1', // mailbox disabled, not accepting messages
  '5.4.310', // Exchange Online: the domain does not exist
]);

export function isDeadAddress(code: string): boolean {
  return dead.has(code);
}

/** Replies without an enhanced code that say that there is no such mailbox; for old servers only. */
const deadWords =
  /\b(user|recipient|mailbox|address|account|addressee)\b.{0,40}\b(unknown|not found|does(n't| not) exist|no longer|disabled|invalid|unavailable)\b|\bno such (user|recipient|mailbox|address|person)\b|\b(unknown|invalid) (user|recipient|mailbox|address)\b|\bno mailbox here by that name\b/i;

export function saysDeadAddress(words: string): boolean {
  return deadWords.test(words);
}
