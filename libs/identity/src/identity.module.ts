import { Module } from '@nestjs/common';
import { ApiKeys } from './api-keys.service.js';
import { Authentication } from './authentication.service.js';
import { Credentials } from './credentials.service.js';
import { IdentityJobs } from './identity.jobs.js';
import { Sessions } from './sessions.service.js';
import { Users } from './users.service.js';

@Module({
  providers: [ApiKeys, Authentication, Credentials, IdentityJobs, Sessions, Users],
  exports: [ApiKeys, Authentication, Credentials, IdentityJobs, Sessions, Users],
})
export class IdentityModule {}
