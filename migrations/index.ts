import { Platform1764000000001 } from './1764000000001-platform.js';
import { Identity1764000000002 } from './1764000000002-identity.js';
import { Cases1764000000003 } from './1764000000003-cases.js';
import { Resolution1764000000004 } from './1764000000004-resolution.js';
import { Listings1764000000005 } from './1764000000005-listings.js';
import { Notifications1764000000006 } from './1764000000006-notifications.js';
import { Metering1764000000007 } from './1764000000007-metering.js';
import { Billing1764000000008 } from './1764000000008-billing.js';
import { Mailbox1764000000009 } from './1764000000009-mailbox.js';
import { ContactPlans1764000000010 } from './1764000000010-contact-plans.js';
import { Telephony1764000000011 } from './1764000000011-telephony.js';
import { InboundMail1764000000012 } from './1764000000012-inbound-mail.js';
import { MessageTemplates1764000000013 } from './1764000000013-message-templates.js';
import { ContactConduct1764000000014 } from './1764000000014-contact-conduct.js';
import { Desk1764000000020 } from './1764000000020-desk.js';
import { DeskScripts1764000000021 } from './1764000000021-desk-scripts.js';
import { DeskQuality1764000000023 } from './1764000000023-desk-quality.js';
import { DeskCalls1764000000025 } from './1764000000025-desk-calls.js';

/** Every migration, in order. */
export const migrations = [
  Platform1764000000001,
  Identity1764000000002,
  Cases1764000000003,
  Resolution1764000000004,
  Listings1764000000005,
  Notifications1764000000006,
  Metering1764000000007,
  Billing1764000000008,
  Mailbox1764000000009,
  ContactPlans1764000000010,
  Telephony1764000000011,
  InboundMail1764000000012,
  MessageTemplates1764000000013,
  ContactConduct1764000000014,
  Desk1764000000020,
  DeskScripts1764000000021,
  DeskQuality1764000000023,
  DeskCalls1764000000025,
];
