import twilio from 'twilio';
import type { TwilioForm } from './hook.schema.js';

/**
 * Whether Twilio signed this hook: HMAC of the address as Twilio knows it and all fields
 * (https://www.twilio.com/docs/usage/webhooks/webhooks-security). Without a token nothing is genuine.
 */
export function isSignedForm(token: string, signature: string, url: string, form: TwilioForm): boolean {
  return token !== '' && signature !== '' && twilio.validateRequest(token, signature, url, form);
}

/** The same of a hook with a JSON body, whose hash is part of the address. */
export function isSignedBody(token: string, signature: string, url: string, body: string): boolean {
  return token !== '' && signature !== '' && twilio.validateRequestWithBody(token, signature, url, body);
}
