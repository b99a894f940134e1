import { Global, Module } from '@nestjs/common';
import { ENV, type Env } from '#platform';
import { CallModule, CallPermission, CallProvider } from '#desk';
import { NotificationsModule } from '../notifications.module.js';
import { DeskCallHooks } from './desk-call-hooks.service.js';
import { DeskCallPermits } from './desk-call-permits.service.js';
import { NoDeskCalls, TwilioDeskCalls, type BrowserAccess } from './desk-call-provider.js';
import { publicUrlOf } from './hook-urls.js';

/** Twilio where the environment has an account, otherwise agents dial by hand. */
function chooseProvider(env: Env): CallProvider {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_BASE_URL: baseUrl } = env;
  return accountSid === undefined || authToken === undefined
    ? new NoDeskCalls()
    : new TwilioDeskCalls(
        { accountSid, authToken, baseUrl, publicUrl: publicUrlOf(env) },
        browserAccess(env),
      );
}

function browserAccess(env: Env): BrowserAccess | null {
  const { TWILIO_API_KEY_SID: keySid, TWILIO_API_KEY_SECRET: keySecret, TWILIO_TWIML_APP_SID: appSid } = env;
  return keySid === undefined || keySecret === undefined || appSid === undefined
    ? null
    : { keySid, keySecret, appSid };
}

/** Global, for the desk asks for `CallProvider` and `CallPermission` without knowing who provides them. */
@Global()
@Module({
  imports: [CallModule, NotificationsModule],
  providers: [
    { provide: CallProvider, inject: [ENV], useFactory: chooseProvider },
    { provide: CallPermission, useClass: DeskCallPermits },
    DeskCallHooks,
  ],
  exports: [CallProvider, CallPermission, DeskCallHooks],
})
export class DeskTelephonyModule {}
