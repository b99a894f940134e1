import type { Env } from '#platform';

/** Under which address the outside reaches us. */
export function publicUrlOf(env: Env): string {
  return (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT ?? 3000}`).replace(/\/+$/, '');
}

/** Where the provider reports and asks about a message. Ids only: URLs end up in logs everywhere. */
export function hookUrl(
  publicUrl: string,
  clientId: string,
  messageId: string,
  what: 'status' | 'call' | 'voice' | 'keys/1' | 'keys/2' | 'connected',
): string {
  return `${publicUrl}/v1/hooks/twilio/${clientId}/messages/${messageId}/${what}`;
}
