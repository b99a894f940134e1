import { notificationSettingsSchema, type Client, type NotificationSettings } from '#clients';
import type { MessagePurpose } from '../message/message-purpose.js';

const defaults = notificationSettingsSchema.parse({});

/** What a client has agreed about messages; the defaults until it says otherwise. */
export function notificationSettings(client: Client): NotificationSettings {
  return client.settings.notifications ?? defaults;
}

/** Whether a client's customers are told of this at all. */
export function wantsPurpose(client: Client, purpose: MessagePurpose): boolean {
  return notificationSettings(client).purposes.includes(purpose);
}
