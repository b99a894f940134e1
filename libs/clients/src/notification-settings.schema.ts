import { z } from 'zod';

/** Every reason for which a customer may be written to. */
export const notificationPurposes = [
  'decision',
  'missing_information',
  'goods_received',
  'replacement_shipped',
  'out_of_stock',
  'refund_paid',
  'refund_failed',
  'reminder',
  'call_missed',
  'withdrawal_receipt',
] as const;

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

/** Local hours of the recipient on some weekdays (1 is Monday) in which a channel may be used. */
export const contactHoursSchema = z
  .object({
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
    from: hhmm,
    to: hhmm,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'later than `from`' });

/** When a channel may be used; no hours at all means never, `null` instead of a window means at any time. */
export const contactWindowSchema = z.object({
  hours: z.array(contactHoursSchema).min(1).max(14),
  /** Whether public holidays of the recipient's country count as the weekday they fall on. */
  onHolidays: z.boolean().default(false),
});
export type ContactWindow = z.infer<typeof contactWindowSchema>;

const messageHours: ContactWindow = {
  hours: [{ weekdays: [1, 2, 3, 4, 5, 6], from: '08:00', to: '21:00' }],
  onHolidays: false,
};
const callHours: ContactWindow = {
  hours: [
    { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '20:00' },
    { weekdays: [6], from: '10:00', to: '18:00' },
  ],
  onHolidays: false,
};

/** What a client has agreed about messages to its customers. */
export const notificationSettingsSchema = z
  .object({
    purposes: z
      .array(z.enum(notificationPurposes))
      .default(['decision'])
      .refine((purposes) => purposes.includes('decision'), 'a decision is always told')
      .describe('What customers are told of; each message that is accepted is a contact.'),
    reminderAfterDays: z.int().min(1).max(60).default(7),
    windows: z
      .object({
        email: contactWindowSchema.nullable().default(null),
        sms: contactWindowSchema.nullable().default(messageHours),
        whatsapp: contactWindowSchema.nullable().default(messageHours),
        voice: contactWindowSchema.nullable().default(callHours),
      })
      .prefault({}),
    budget: z
      .object({
        perDay: z.int().min(1).max(50).default(3),
        perWeek: z.int().min(1).max(200).default(8),
      })
      .prefault({})
      .describe(
        'How often one customer is written to or rung up, over all channels, in 24 hours and 7 days.',
      ),
    dailySpendCap: z
      .number()
      .positive()
      .max(1_000_000)
      .nullable()
      .default(null)
      .describe('What telephony may cost on one local day, in the client’s currency; null for no limit.'),
  })
  .meta({ id: 'NotificationSettings' });
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;
