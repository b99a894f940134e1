export { Catalogue, MessageProblem } from './writing/catalogue.js';
export type { Voice as MessageVoice } from './writing/catalogue.js';
export { writeMessage } from './writing/message-writing.js';
export type { WritingOrder, WrittenMessage } from './writing/message-writing.js';
export {
  templateBodySchema,
  templateCheckSchema,
  templateKeySchema,
  templatePageSchema,
  templatePreviewRequestSchema,
  templatePreviewSchema,
  templateQuerySchema,
  templateViewSchema,
} from './template/message-template.schema.js';
export type {
  TemplateBody,
  TemplateCheck,
  TemplateKey,
  TemplateParts,
  TemplatePreview,
  TemplatePreviewRequest,
  TemplateQuery,
  TemplateSummary,
  TemplateView,
} from './template/message-template.schema.js';
export { MessageTemplates } from './template/message-templates.service.js';
export { TemplatePreviews } from './template/template-previews.service.js';
export { messageLanguage, messageLanguages } from './writing/languages.js';
export { formatsOf } from './writing/formats.js';
export { brandColors } from './writing/brand-colors.js';
export type { MessageLanguage } from './writing/languages.js';
export { currentLayout, layoutOf } from './writing/layouts.js';
export { mailConnections, MailTransport, poolOptions, sendDeadline } from './mail/mail-transport.service.js';
export { DkimKeys } from './mail/dkim-keys.service.js';
export { dkimKeySchema, dkimKeysSchema } from './mail/dkim.schema.js';
export type { DkimKey } from './mail/dkim.schema.js';
export { MailDns } from './mail/mail-dns.service.js';
export {
  assignmentSchema,
  repliesSchema,
  unverifiedMailDetailSchema,
  unverifiedMailSchema,
} from './inbound/inbound.schema.js';
export type { ReplyView, UnverifiedMail, UnverifiedMailDetail } from './inbound/inbound.schema.js';
export { InboundReplies } from './inbound/inbound-replies.service.js';
export { InboundServer } from './inbound/inbound-server.service.js';
export { SignedAddresses } from './inbound/signed-addresses.service.js';
export { UnverifiedMails } from './inbound/unverified-mails.service.js';
export { Mailbox } from './mailbox/mailbox.service.js';
export type { MailboxMail, MailboxMailDetail } from './mailbox/mailbox.service.js';
export { MessageDispatch } from './mail/message-dispatch.service.js';
export { messageDetailSchema, messageViewSchema } from './message/message.schema.js';
export type { MessageDetail, MessageView } from './message/message.schema.js';
export { toMime } from './mail/mime.js';
export type { MessageContent } from './writing/message-content.js';
export { messageStates } from './message/message.states.js';
export { NotificationsJobs } from './notifications.jobs.js';
export { NotificationsModule } from './notifications.module.js';
export { Notifications } from './notifications.service.js';
export type { FactsOf } from './notifications.service.js';
export { contactPlanViewSchema, newContactPlanSchema } from './plan/contact-plan.schema.js';
export type { ContactPlanView, PlanStep } from './plan/contact-plan.schema.js';
export { ContactPlans } from './plan/contact-plans.service.js';
export { notificationSettings } from './plan/notification-settings.js';
export { isReachable } from './plan/recipient.js';
export { newSuppressionSchema, suppressionViewSchema } from './plan/suppression.schema.js';
export type { NewSuppression, SuppressionView } from './plan/suppression.schema.js';
export { Suppressions } from './plan/suppressions.service.js';
export { askedFacts, messageChannels, messagePurposes } from './message/message-purpose.js';
export type { AskedFact, MessageChannel, MessageFacts, MessagePurpose } from './message/message-purpose.js';
export { twilioFormSchema } from './telephony/hook.schema.js';
export type { TwilioForm } from './telephony/hook.schema.js';
export { InboundTexts } from './telephony/inbound-texts.service.js';
export { newSenderSchema, senderPlaceSchema, senderViewSchema } from './telephony/sender.schema.js';
export type { NewSender, SenderPlace, SenderView } from './telephony/sender.schema.js';
export { Senders } from './telephony/senders.service.js';
export { newWhatsAppTemplateSchema, whatsAppTemplateSchema } from './telephony/whatsapp-template.schema.js';
export type { NewWhatsAppTemplate, WhatsAppTemplate } from './telephony/whatsapp-template.schema.js';
export { WhatsAppTemplates } from './telephony/whatsapp-templates.service.js';
export { TelephonyCalls } from './telephony/telephony-calls.service.js';
export { TelephonyDispatch } from './telephony/telephony-dispatch.service.js';
export { DeskCallHooks } from './telephony/desk-call-hooks.service.js';
export { DeskTelephonyModule } from './telephony/desk-telephony.module.js';
export { TelephonyHooks } from './telephony/telephony-hooks.service.js';
export type { TwilioHook } from './telephony/telephony-hooks.service.js';
