import type { Provider } from '@nestjs/common';
import { Clock, Database, ENV, type Env } from '#platform';
import { publicUrlOf } from './hook-urls.js';
import { InboundTexts } from './inbound-texts.service.js';
import { LocalTelephony } from './local-telephony.js';
import { PhoneReadiness } from './phone-readiness.service.js';
import { PhoneSetups } from './phone-setup.service.js';
import { PhoneWriting } from './phone-writing.service.js';
import { Reconciliation } from './reconciliation.service.js';
import { Senders } from './senders.service.js';
import { TelephonyCalls } from './telephony-calls.service.js';
import { TelephonyDispatch } from './telephony-dispatch.service.js';
import { TelephonyHooks } from './telephony-hooks.service.js';
import { TelephonyProvider } from './telephony-provider.js';
import { TelephonyRecording } from './telephony-recording.service.js';
import { TelephonySending } from './telephony-sending.service.js';
import { TelephonyTaking } from './telephony-taking.service.js';
import { TelephonyWork } from './telephony-work.service.js';
import { WhatsAppTemplates } from './whatsapp-templates.service.js';
import { TwilioProvider } from './twilio-provider.js';

/** Twilio where the environment has an account, otherwise the built-in mailbox. */
function chooseProvider(db: Database, clock: Clock, env: Env): TelephonyProvider {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_BASE_URL: baseUrl } = env;
  return accountSid === undefined || authToken === undefined
    ? new LocalTelephony(db, clock)
    : new TwilioProvider({ accountSid, authToken, baseUrl, publicUrl: publicUrlOf(env) });
}

/** What SMS, WhatsApp and calls consist of. */
export const telephonyProviders: Provider[] = [
  { provide: TelephonyProvider, inject: [Database, Clock, ENV], useFactory: chooseProvider },
  InboundTexts,
  PhoneReadiness,
  PhoneSetups,
  PhoneWriting,
  Reconciliation,
  Senders,
  TelephonyCalls,
  TelephonyDispatch,
  TelephonyHooks,
  TelephonyRecording,
  TelephonySending,
  TelephonyTaking,
  TelephonyWork,
  WhatsAppTemplates,
];
