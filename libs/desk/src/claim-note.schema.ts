import { z } from 'zod';

export const noteTextSchema = z.string().max(4_000);

export const noteSchema = z.strictObject({
  token: z.uuid(),
  text: noteTextSchema,
  version: z.int().min(0).meta({ description: 'Of the text that this one was typed over; 0 for the first.' }),
});
export type NoteDraft = z.infer<typeof noteSchema>;

export const savedNoteSchema = z
  .object({ version: z.int(), savedAt: z.iso.datetime() })
  .meta({ id: 'SavedNote' });
export type SavedNote = z.infer<typeof savedNoteSchema>;
