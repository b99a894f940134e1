import { z } from 'zod';

/** Where an agent is. `on_contact` and `wrap_up` come from claims, the others from the agent. */
export const presenceStates = ['available', 'on_contact', 'wrap_up', 'break', 'training', 'offline'] as const;
export type PresenceState = (typeof presenceStates)[number];

/** What an agent may say; `wrap_up` only while holding an item. */
export const saidStates = ['available', 'wrap_up', 'break', 'training', 'offline'] as const;

export const presenceChangeSchema = z.strictObject({ state: z.enum(saidStates) });
export type PresenceChange = z.infer<typeof presenceChangeSchema>;

export const presenceSchema = z
  .object({ state: z.enum(presenceStates), since: z.iso.datetime().nullable() })
  .meta({ id: 'Presence', description: 'Where an agent is, and since when; null for never seen.' });
export type PresenceView = z.infer<typeof presenceSchema>;
