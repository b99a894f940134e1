import { z } from 'zod';

const word = z.string().max(2_000);

/** What Twilio sends with every hook: a form, of which only these are read. Repeated fields are lists. */
export const twilioFormSchema = z.record(
  z.string().max(100),
  z.union([z.string().max(8_000), z.array(z.string().max(8_000)).max(20)]),
);
export type TwilioForm = z.infer<typeof twilioFormSchema>;

const errorCode = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)
  .nullable()
  .catch(null);

/** A message's status: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export const messageReportSchema = z.object({
  MessageSid: z.string().regex(/^(SM|MM)[0-9a-f]{32}$/),
  MessageStatus: z.string().regex(/^[a-z-]{2,20}$/),
  ErrorCode: errorCode.default(null),
  NumSegments: z.coerce.number().int().min(1).max(100).nullable().catch(null).default(null),
});

/** A call's status: https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
export const callReportSchema = z.object({
  CallSid: z.string().regex(/^CA[0-9a-f]{32}$/),
  CallStatus: z.string().regex(/^[a-z-]{2,20}$/),
  AnsweredBy: z
    .string()
    .regex(/^[a-z_]{2,30}$/)
    .nullable()
    .catch(null)
    .default(null),
  Digits: z.string().max(10).default(''),
  DialCallStatus: z.string().max(30).default(''),
});
export type CallReport = z.infer<typeof callReportSchema>;

/** A message from a customer: https://www.twilio.com/docs/messaging/guides/webhook-request */
export const inboundTextSchema = z.object({
  MessageSid: z.string().regex(/^(SM|MM)[0-9a-f]{32}$/),
  From: z.string().max(60),
  To: z.string().max(60),
  MessagingServiceSid: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/)
    .nullable()
    .catch(null)
    .default(null),
  Body: word.catch('').default(''),
});
