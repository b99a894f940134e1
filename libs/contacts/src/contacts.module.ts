import { Module } from '@nestjs/common';
import { Contacts } from './contacts.service.js';

/** Needs a provider of `ContactMeter`; the global metering module has it. */
@Module({ providers: [Contacts], exports: [Contacts] })
export class ContactsModule {}
