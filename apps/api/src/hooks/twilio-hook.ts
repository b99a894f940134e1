import type { TwilioForm, TwilioHook } from '#notifications';
import type { ApiRequest } from '../http/request.js';

/** A request as Twilio signed it. */
export function toHook(request: ApiRequest, form: TwilioForm): TwilioHook {
  const signature = request.headers['x-twilio-signature'];
  return { path: request.url, signature: typeof signature === 'string' ? signature : '', form };
}
