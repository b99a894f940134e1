export {
  addressSchema,
  clientSettingsSchema,
  listingFields,
  listingFormatSchema,
  newClientSchema,
  operatorSchema,
} from './client.schema.js';
export type {
  Address,
  Client,
  ClientSettings,
  ListingField,
  ListingFormat,
  NewClient,
  Operator,
} from './client.schema.js';
export {
  contactWindowSchema,
  notificationPurposes,
  notificationSettingsSchema,
} from './notification-settings.schema.js';
export type { ContactWindow, NotificationSettings } from './notification-settings.schema.js';
export { ClientsModule } from './clients.module.js';
export { Clients } from './clients.service.js';
export { deskSettingsSchema, recordingConsents } from './desk-settings.schema.js';
export type { DeskSettings } from './desk-settings.schema.js';
