export { ContactMeter } from './contact-meter.js';
export type { ContactDraft, ContactVerdict, StoredContact } from './contact-meter.js';
export type { AttemptRecord, ContactSource } from './contact.queries.js';
export { attemptViewSchema, contactViewSchema } from './contact.schema.js';
export type { ContactView } from './contact.schema.js';
export { ContactsModule } from './contacts.module.js';
export { Contacts } from './contacts.service.js';
