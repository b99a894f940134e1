import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { ContactsModule } from '#contacts';
import { ContactScreenModule, DeskModule } from '#desk';
import { Catalogue } from './writing/catalogue.js';
import { InboundEffects } from './inbound/inbound-effects.service.js';
import { InboundIntake } from './inbound/inbound-intake.service.js';
import { InboundReplies } from './inbound/inbound-replies.service.js';
import { InboundServer } from './inbound/inbound-server.service.js';
import { InboundWork } from './inbound/inbound-work.service.js';
import { SenderAuthentication } from './inbound/sender-authentication.service.js';
import { SignedAddresses } from './inbound/signed-addresses.service.js';
import { UnverifiedMails } from './inbound/unverified-mails.service.js';
import { DkimKeys } from './mail/dkim-keys.service.js';
import { MailDns } from './mail/mail-dns.service.js';
import { MailSigning } from './mail/mail-signing.service.js';
import { MailTransport } from './mail/mail-transport.service.js';
import { Mailbox } from './mailbox/mailbox.service.js';
import { MailboxServer } from './mailbox/mailbox-server.service.js';
import { MessageDispatch } from './mail/message-dispatch.service.js';
import { MessageStatus } from './message/message-status.service.js';
import { ChannelReadiness } from './plan/channel-readiness.js';
import { ContactPlans } from './plan/contact-plans.service.js';
import { PlanOpening } from './plan/plan-opening.service.js';
import { PlanProgress } from './plan/plan-progress.service.js';
import { PlanSteps } from './plan/plan-steps.service.js';
import { PlanWatch } from './plan/plan-watch.service.js';
import { Reminders } from './plan/reminders.service.js';
import { SendGate } from './plan/send-gate.service.js';
import { Suppressions } from './plan/suppressions.service.js';
import { MessageRecording } from './message/message-recording.service.js';
import { MessageSending } from './mail/message-sending.service.js';
import { MessageTemplates } from './template/message-templates.service.js';
import { MessageWriter } from './template/message-writer.service.js';
import { TemplatePreviews } from './template/template-previews.service.js';
import { TemplateTrials } from './template/template-trials.service.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { Notifications } from './notifications.service.js';
import { InboundTexts } from './telephony/inbound-texts.service.js';
import { Senders } from './telephony/senders.service.js';
import { TelephonyCalls } from './telephony/telephony-calls.service.js';
import { TelephonyDispatch } from './telephony/telephony-dispatch.service.js';
import { PhoneReadiness } from './telephony/phone-readiness.service.js';
import { TelephonyHooks } from './telephony/telephony-hooks.service.js';
import { WhatsAppTemplates } from './telephony/whatsapp-templates.service.js';
import { telephonyProviders } from './telephony/telephony.providers.js';

@Module({
  imports: [CasesModule, ClientsModule, ContactsModule, ContactScreenModule, DeskModule],
  providers: [
    { provide: Catalogue, useFactory: () => Catalogue.load() },
    DkimKeys,
    InboundEffects,
    InboundIntake,
    InboundReplies,
    InboundServer,
    InboundWork,
    MailDns,
    MailSigning,
    SenderAuthentication,
    SignedAddresses,
    UnverifiedMails,
    Mailbox,
    MailboxServer,
    MailTransport,
    MessageDispatch,
    MessageRecording,
    MessageSending,
    MessageStatus,
    MessageTemplates,
    MessageWriter,
    TemplatePreviews,
    TemplateTrials,
    Notifications,
    NotificationsJobs,
    { provide: ChannelReadiness, useExisting: PhoneReadiness },
    ContactPlans,
    PlanOpening,
    PlanProgress,
    PlanSteps,
    PlanWatch,
    Reminders,
    SendGate,
    Suppressions,
    ...telephonyProviders,
  ],
  exports: [
    Catalogue,
    ContactPlans,
    Suppressions,
    DkimKeys,
    InboundReplies,
    InboundServer,
    Mailbox,
    MessageDispatch,
    MessageTemplates,
    TemplatePreviews,
    Notifications,
    NotificationsJobs,
    InboundTexts,
    Senders,
    TelephonyCalls,
    TelephonyDispatch,
    TelephonyHooks,
    WhatsAppTemplates,
    UnverifiedMails,
  ],
})
export class NotificationsModule {}
