import { z } from 'zod';

const secret = z.string().min(1, 'is empty');
const longSecret = z.string().min(32, 'needs at least 32 characters');
const url = z.url();

/** The environment of every process. Unknown variables are ignored; a wrong or empty one stops the start. */
export const envSchema = z
  .object({
    PORT: z.coerce.number().int().min(1).max(65_535).optional(),
    PUBLIC_URL: url.optional(),
    DATA_DIR: z.string().min(1).default('.data'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
      .optional(),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
      .optional(),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
      .optional(),
    SECRET_KEY: longSecret.optional(),
    SECRET_KEY_BEFORE: z.string().optional(),
    INBOUND_DOMAIN: z
      .string()
      .regex(
        /^(?=.{4,180}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
        'is no domain in lower case',
      )
      .optional(),
    INBOUND_SMTP_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
    INBOUND_TLS_CERT: z.string().min(1).optional(),
    INBOUND_TLS_KEY: z.string().min(1).optional(),
    INBOUND_RELAYS: z
      .string()
      .default('127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7'),
    TRUSTED_AUTHSERV_ID: z.string().min(1).optional(),
    TWILIO_ACCOUNT_SID: secret.optional(),
    TWILIO_AUTH_TOKEN: secret.optional(),
    TWILIO_API_BASE_URL: url.optional(),
    TWILIO_API_KEY_SID: z
      .string()
      .regex(/^SK[0-9a-fA-F]{32}$/, 'is no key of Twilio (SK…)')
      .optional(),
    TWILIO_API_KEY_SECRET: secret.optional(),
    TWILIO_TWIML_APP_SID: z
      .string()
      .regex(/^AP[0-9a-fA-F]{32}$/, 'is no TwiML app of Twilio (AP…)')
      .optional(),
    REINTEGRO_DEMO: z.enum(['0', '1']).default('1'),
    REINTEGRO_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    NODE_ENV: z.string().optional(),
  })
  .superRefine((env, issue) => {
    if (env.INBOUND_SMTP_PORT !== undefined && env.INBOUND_DOMAIN === undefined) {
      issue.addIssue({
        code: 'custom',
        path: ['INBOUND_DOMAIN'],
        message: 'set it together with INBOUND_SMTP_PORT',
      });
    }
    if ((env.INBOUND_TLS_CERT === undefined) !== (env.INBOUND_TLS_KEY === undefined)) {
      issue.addIssue({
        code: 'custom',
        path: ['INBOUND_TLS_KEY'],
        message: 'set it together with INBOUND_TLS_CERT',
      });
    }
    if ((env.TWILIO_ACCOUNT_SID === undefined) !== (env.TWILIO_AUTH_TOKEN === undefined)) {
      issue.addIssue({
        code: 'custom',
        path: ['TWILIO_AUTH_TOKEN'],
        message: 'set it together with TWILIO_ACCOUNT_SID',
      });
    }
    if (env.TWILIO_API_BASE_URL !== undefined && env.TWILIO_ACCOUNT_SID === undefined) {
      issue.addIssue({
        code: 'custom',
        path: ['TWILIO_API_BASE_URL'],
        message: 'set it together with TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
      });
    }
    const browser = ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET', 'TWILIO_TWIML_APP_SID'] as const;
    const isMeant = browser.some((name) => env[name] !== undefined);
    for (const name of isMeant ? (['TWILIO_ACCOUNT_SID', ...browser] as const) : []) {
      if (env[name] === undefined) {
        issue.addIssue({
          code: 'custom',
          path: [name],
          message: `set it together with ${browser.join(', ')}`,
        });
      }
    }
    // Twilio itself reports to us from outside; what stands in for it may do so on this machine.
    if (env.TWILIO_ACCOUNT_SID !== undefined && !env.TWILIO_API_BASE_URL && env.PUBLIC_URL === undefined) {
      issue.addIssue({
        code: 'custom',
        path: ['PUBLIC_URL'],
        message: 'set it together with TWILIO_ACCOUNT_SID: Twilio reports there',
      });
    }
  });

export type Env = z.infer<typeof envSchema>;

/** Injection token of the checked environment. */
export const ENV = Symbol('env');

/** Checks the environment; throws one Error that lists every problem at once. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const result = envSchema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n${problems.join('\n')}`);
}
