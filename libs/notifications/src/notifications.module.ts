import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { ContactsModule } from '#contacts';
import { DeskModule } from '#desk';
import { Catalogue } from './catalogue.js';
import { MailTransport } from './mail-transport.service.js';
import { Mailbox } from './mailbox.service.js';
import { MailboxServer } from './mailbox-server.service.js';
import { MessageDispatch } from './message-dispatch.service.js';
import { MessageRecording } from './message-recording.service.js';
import { MessageSending } from './message-sending.service.js';
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
    Notifications,
    NotificationsJobs,
  ],
  exports: [Mailbox, MessageDispatch, Notifications, NotificationsJobs],
})
export class NotificationsModule {}
