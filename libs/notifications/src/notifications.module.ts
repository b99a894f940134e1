import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { ContactsModule } from '#contacts';
import { DeskModule } from '#desk';
import { Catalogue } from './writing/catalogue.js';
import { MailTransport } from './mail/mail-transport.service.js';
import { Mailbox } from './mailbox/mailbox.service.js';
import { MailboxServer } from './mailbox/mailbox-server.service.js';
import { MessageDispatch } from './mail/message-dispatch.service.js';
import { MessageStatus } from './message/message-status.service.js';
import { SendGate } from './plan/send-gate.service.js';
import { MessageRecording } from './message/message-recording.service.js';
import { MessageSending } from './mail/message-sending.service.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { Notifications } from './notifications.service.js';

@Module({
  imports: [CasesModule, ClientsModule, ContactsModule, DeskModule],
  providers: [
    { provide: Catalogue, useFactory: () => Catalogue.load() },
    Mailbox,
    MailboxServer,
    MailTransport,
    MessageDispatch,
    MessageRecording,
    MessageSending,
    MessageStatus,
    Notifications,
    NotificationsJobs,
    SendGate,
  ],
  exports: [Mailbox, MessageDispatch, Notifications, NotificationsJobs],
})
export class NotificationsModule {}
