export { ApiKeys } from './api-keys.service.js';
export { Authentication } from './authentication.service.js';
export type { Caller } from './authentication.service.js';
export { Credentials } from './credentials.service.js';
export { IdentityJobs } from './identity.jobs.js';
export { IdentityModule } from './identity.module.js';
export {
  apiKeySchema,
  codeSchema,
  createdApiKeySchema,
  enrolmentSchema,
  identitySchema,
  newApiKeySchema,
  newPasswordSchema,
  newUserSchema,
  sessionSchema,
  signInSchema,
  userSchema,
} from './identity.schema.js';
export type {
  ApiKey,
  CreatedApiKey,
  Identity,
  NewApiKey,
  NewUser,
  Session,
  User,
} from './identity.schema.js';
export { Sessions } from './sessions.service.js';
export type { SignedIn } from './sessions.service.js';
export { Users } from './users.service.js';
