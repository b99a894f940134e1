import { z } from 'zod';
import { deskSettingsSchema } from './desk-settings.schema.js';
import { notificationSettingsSchema } from './notification-settings.schema.js';

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

/** Cut-offs are local times outside 01:00 to 03:59: inside, a clock change can make one twice or not at all. */
export const cutoffSchema = z.object({
  at: hhmm.refine((at) => at < '01:00' || at > '03:59', 'no cut-off between 01:00 and 03:59'),
  weekdays: z
    .array(z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as 1 | 2 | 3 | 4 | 5 | 6 | 7))))
    .max(7),
});

/** What a listing column can show; refund listings use the money fields, replacement listings the goods and address. */
export const listingFields = [
  'number',
  'line',
  'reference',
  'entry',
  'case_ref',
  'order_ref',
  'sku',
  'product',
  'quantity',
  'amount',
  'currency',
  'payee_name',
  'iban',
  'payment_ref',
  'country',
  'postal_code',
  'city',
  'street',
  'phone',
  'email',
  'cutoff_date',
  'replaces',
] as const;
export type ListingField = (typeof listingFields)[number];

/** The client's own CSV: which columns in which order under which names, and how values are written. */
export const listingFormatSchema = z.object({
  columns: z
    .array(z.object({ field: z.enum(listingFields), name: z.string().min(1).max(100) }))
    .min(1)
    .max(60),
  delimiter: z.enum([',', ';', '\t', '|']),
  encoding: z.enum([
    'utf-8',
    'utf-8-bom',
    'windows-1250',
    'windows-1252',
    'windows-1253',
    'iso-8859-1',
    'iso-8859-2',
    'iso-8859-15',
    'utf-16le',
  ]),
  decimal: z.enum(['.', ',']),
  dateStyle: z.enum(['yyyy-MM-dd', 'dd.MM.yyyy', 'dd/MM/yyyy', 'yyyyMMdd', 'MM/dd/yyyy']),
  lineEnd: z.enum(['\n', '\r\n']).default('\r\n'),
  quote: z.enum(['minimal', 'all']).default('minimal'),
});
export type ListingFormat = z.infer<typeof listingFormatSchema>;

export const listingSettingsSchema = z.object({
  schedule: cutoffSchema.nullable(),
  format: listingFormatSchema,
});

/** What a client has agreed with the operator, beyond its address. */
export const clientSettingsSchema = z.object({
  formality: z.enum(['formal', 'informal']).default('formal'),
  serbianScript: z
    .enum(['latin', 'cyrillic'])
    .optional()
    .describe(
      'Of messages in Serbian to customers of whom no script is known; Latin, as shops write, when absent.',
    ),
  refundListing: listingSettingsSchema,
  replacementListing: listingSettingsSchema,
  paymentDays: z.number().int().min(0).max(120).default(14),
  /** Absent until the client says something else than the defaults. */
  notifications: notificationSettingsSchema.optional(),
  /** As for messages. */
  desk: deskSettingsSchema.optional(),
});
export type ClientSettings = z.infer<typeof clientSettingsSchema>;

export const addressSchema = z.object({
  street: z.string().min(1).max(200),
  postalCode: z.string().min(1).max(20),
  city: z.string().min(1).max(100),
  country: z.string().regex(/^[A-Z]{2}$/),
});
export type Address = z.infer<typeof addressSchema>;

export const brandSchema = z.object({
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  website: z.url().optional(),
  supportEmail: z.email().optional(),
  supportPhone: z.string().max(40).optional(),
});

export type Brand = z.infer<typeof brandSchema>;

export const senderSchema = z.object({
  name: z.string().min(1).max(100),
  email: z.email(),
  replyTo: z.email().optional(),
});

export type Sender = z.infer<typeof senderSchema>;

const zone = z
  .string()
  .refine((name) => Intl.supportedValuesOf('timeZone').includes(name), 'an IANA time zone');

export const newClientSchema = z.object({
  code: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,19}$/),
  name: z.string().min(1).max(100),
  legalName: z.string().min(1).max(200),
  country: z.string().regex(/^[A-Z]{2}$/),
  address: addressSchema,
  vatId: z.string().max(20).nullable().default(null),
  email: z.email(),
  zone,
  currency: z.string().regex(/^[A-Z]{3}$/),
  defaultLanguage: z.string().regex(/^([a-z]{2}|sr-(Latn|Cyrl))$/, 'a language code: `de`, `sr-Latn`'),
  brand: brandSchema,
  sender: senderSchema,
  settings: clientSettingsSchema,
});
export type NewClient = z.input<typeof newClientSchema>;
export type ClientStatus = 'active' | 'paused' | 'ended';
export type Client = z.output<typeof newClientSchema> & {
  readonly id: string;
  readonly status: ClientStatus;
};

export const operatorSchema = z.object({
  legalName: z.string().min(1),
  country: z.string().regex(/^[A-Z]{2}$/),
  address: addressSchema,
  vatId: z.string().min(1),
  iban: z.string().min(1),
  bic: z.string().nullable().default(null),
  email: z.email(),
  phone: z.string().nullable().default(null),
  register: z.string().nullable().default(null),
  zone,
});
export type Operator = z.output<typeof operatorSchema>;
