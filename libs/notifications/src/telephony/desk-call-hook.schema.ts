import { z } from 'zod';

const callSid = z.string().regex(/^CA[0-9a-f]{32}$/);
const roomSid = z.string().regex(/^CF[0-9a-f]{32}$/);
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .nullable()
  .catch(null)
  .default(null);
/** RFC 2822, to the second. */
const timestamp = z
  .string()
  .max(60)
  .transform((text) => new Date(text))
  .refine((at) => !Number.isNaN(at.getTime()))
  .nullable()
  .catch(null)
  .default(null);

/** What Twilio asks of an answered call: https://www.twilio.com/docs/voice/twiml#request-parameters */
export const answeredCallSchema = z.object({
  CallSid: callSid,
  From: z.string().max(200).default(''),
  AnsweredBy: z
    .string()
    .regex(/^[a-z_]{2,30}$/)
    .nullable()
    .catch(null)
    .default(null),
});

/** A phone's status: https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
export const phoneReportSchema = z.object({
  CallSid: callSid,
  CallStatus: z.string().regex(/^[a-z-]{2,20}$/),
  CallDuration: count,
  Timestamp: timestamp,
});

/** A room's event: https://www.twilio.com/docs/voice/api/conference-resource#conference-statuscallback */
export const roomReportSchema = z.object({
  ConferenceSid: roomSid,
  StatusCallbackEvent: z.string().regex(/^[a-z-]{2,40}$/),
  CallSid: callSid.nullable().catch(null).default(null),
  SequenceNumber: count,
  Timestamp: timestamp,
});
