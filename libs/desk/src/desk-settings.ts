import { deskSettingsSchema, type Client, type DeskSettings } from '#clients';

const defaults = deskSettingsSchema.parse({});

/** What a client has agreed about agents' work; the defaults until it says otherwise. */
export function deskSettings(client: Client): DeskSettings {
  return client.settings.desk ?? defaults;
}
