/**
 * Error codes that say that an address is dead for its channel, from Twilio's error and warning dictionary
 * (https://www.twilio.com/docs/api/errors).
 */
const hard = new Set([
  13223, // voice: phone number format invalid
  13224, // voice: not a valid phone number
  21211, // invalid 'To' number
  21217, // phone number does not appear to be valid
  21610, // the recipient has sent STOP
  21614, // not a mobile number
  30005, // unknown or no longer existing number
  30006, // landline, or a carrier that can't be reached
  63003, // no such WhatsApp user
  63024, // WhatsApp: recipient invalid
]);

/** Whether Twilio's code means that this address will never take a message. */
export function isHardCode(code: number | null): boolean {
  return code !== null && hard.has(code);
}

/** Codes of 429 that Twilio also answers inside other statuses: too many requests, queue full. */
export const busyCodes: ReadonlySet<number> = new Set([20429, 14107, 21611, 63018]);

/** Our stable code for a Twilio error. */
export function twilioCode(code: number | null, status: number | null): string {
  return code === null ? `twilio_http_${status ?? 0}` : `twilio_${code}`;
}

/** A provider's words without the numbers and addresses that it repeats. */
export function withoutAddresses(words: string): string {
  return words
    .replace(/[^\s@]+@[^\s@]+/g, '…')
    .replace(/\+?\d[\d\s().-]{5,}\d/g, '…')
    .slice(0, 200);
}
