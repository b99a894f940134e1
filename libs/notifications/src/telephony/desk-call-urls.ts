/** What is reported or asked of an agent's call: TwiML for the agent's phone, the phones' statuses, the room's events. */
export type DeskCallHook = 'answer' | 'phones/agent' | 'phones/customer' | 'phones/third' | 'room';

/** Where the provider reports and asks about an agent's call. Ids only: URLs end up in logs everywhere. */
export function deskCallUrl(publicUrl: string, clientId: string, callId: string, what: DeskCallHook): string {
  return `${publicUrl}/v1/hooks/twilio/${clientId}/desk-calls/${callId}/${what}`;
}

/** The room in which the phones of a call meet. */
export function roomOf(callId: string): string {
  return `desk-${callId}`;
}

/** Who a browser is to the provider: exactly one call, in what the access token signs. */
export function identityOf(clientId: string, callId: string): string {
  return `${clientId}_${callId}`.replaceAll('-', '');
}

/** The call that a browser was let in for; null for any other caller. */
export function callOfIdentity(from: string): { clientId: string; callId: string } | null {
  const match = /^client:([0-9a-f]{32})_([0-9a-f]{32})$/.exec(from);
  return match ? { clientId: toId(match[1] ?? ''), callId: toId(match[2] ?? '') } : null;
}

function toId(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
