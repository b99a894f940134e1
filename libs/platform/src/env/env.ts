import { z } from 'zod';

const secret = z.string().min(1, 'is empty');
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
    TWILIO_ACCOUNT_SID: secret.optional(),
    TWILIO_AUTH_TOKEN: secret.optional(),
    TWILIO_API_BASE_URL: url.optional(),
    REINTEGRO_DEMO: z.enum(['0', '1']).default('1'),
    REINTEGRO_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    NODE_ENV: z.string().optional(),
  })
  .superRefine((env, issue) => {
    if ((env.TWILIO_ACCOUNT_SID === undefined) !== (env.TWILIO_AUTH_TOKEN === undefined)) {
      issue.addIssue({
        code: 'custom',
        path: ['TWILIO_AUTH_TOKEN'],
        message: 'set it together with TWILIO_ACCOUNT_SID',
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
