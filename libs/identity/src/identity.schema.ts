import { z } from 'zod';
import { apiKeyScopes, permissions, roles } from '#platform';

/** Length is what counts (NIST SP 800-63B); the upper bound keeps hashing cheap. */
export const passwordSchema = z.string().min(12).max(200);
const emailSchema = z.email().max(254).toLowerCase();
const localeSchema = z.string().regex(/^[a-z]{2}$/);
const zoneSchema = z.string().refine((name) => Intl.supportedValuesOf('timeZone').includes(name), {
  message: 'an IANA time zone',
});

export const newUserSchema = z.strictObject({
  email: emailSchema,
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles),
  locale: localeSchema.default('en'),
  zone: zoneSchema.default('Europe/Berlin'),
  password: passwordSchema,
});
export type NewUser = z.input<typeof newUserSchema>;

export const userSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    locale: z.string(),
    zone: z.string(),
    secondFactor: z.boolean().describe('Whether sign-in asks for a code.'),
    disabled: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof userSchema>;

export const signInSchema = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(200),
});
export type SignIn = z.infer<typeof signInSchema>;

export const codeSchema = z.strictObject({ code: z.string().regex(/^\d{6}$/) });

export const sessionSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(['second_factor', 'active']),
    createdAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

export const identitySchema = z
  .object({
    user: userSchema,
    client: z.object({ id: z.uuid(), code: z.string(), name: z.string() }).nullable(),
    permissions: z.array(z.enum(permissions)),
    session: sessionSchema,
  })
  .meta({ id: 'Identity', description: 'Who is signed in, for which client, and what they may do.' });
export type Identity = z.infer<typeof identitySchema>;

export const enrolmentSchema = z
  .object({ secret: z.string(), uri: z.string() })
  .meta({ id: 'SecondFactorEnrolment', description: 'For an authenticator app; shown once.' });

export const newPasswordSchema = z.strictObject({
  current: z.string().max(200),
  next: passwordSchema,
});

export const newApiKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(z.enum(apiKeyScopes))
    .min(1)
    .max(apiKeyScopes.length)
    .default([...apiKeyScopes]),
});
export type NewApiKey = z.input<typeof newApiKeySchema>;

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    hint: z.string().describe('The last four characters of the key.'),
    scopes: z.array(z.enum(permissions)),
    createdAt: z.iso.datetime(),
    lastUsedOn: z.iso.date().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;

export const createdApiKeySchema = apiKeySchema
  .extend({ secret: z.string().describe('The key itself. It is shown this once and stored only as a hash.') })
  .meta({ id: 'CreatedApiKey' });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;
