import twilio from 'twilio';
import { deskCallUrl, roomOf } from './desk-call-urls.js';

/** Longer than any contact, shorter than a line forgotten over night costs. In seconds. */
export const longestCall = 3_600;

/** Which events of a room are reported. */
export const roomEvents = ['start', 'end', 'join', 'leave', 'hold'] as const;

/** Puts the agent into the call's room, which is over when the agent leaves. Nothing is recorded by itself. */
export function joinRoom(publicUrl: string, clientId: string, callId: string): string {
  const response = new twilio.twiml.VoiceResponse();
  response.dial({ timeLimit: longestCall }).conference(
    {
      beep: 'false',
      startConferenceOnEnter: true,
      endConferenceOnExit: true,
      // Silence: the agent hears the customer's phone ring.
      waitUrl: '',
      record: 'do-not-record',
      statusCallback: deskCallUrl(publicUrl, clientId, callId, 'room'),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: [...roomEvents],
    },
    roomOf(callId),
  );
  return response.toString();
}
