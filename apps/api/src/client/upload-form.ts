import type { MultipartFile } from '@fastify/multipart';
import { z } from 'zod';
import { intakeFail, mappingSchema, type Mapping, type NewUpload } from '#intake';
import type { ApiRequest } from '../http/request.js';

/** The form of an upload, for the API's description. */
export const uploadFormSchema = z.object({
  file: z.string().meta({ format: 'binary', description: 'The file itself.' }),
  mapping: z.string().optional().meta({
    description: 'JSON: which of the file’s headers is which of our columns, and how it is written.',
  }),
  dryRun: z.enum(['true', 'false']).optional(),
});

/** The parts of an upload's form as they stream in; what follows the file is read after it. */
export async function readUploadForm(request: ApiRequest): Promise<NewUpload> {
  if (!request.isMultipart()) throw intakeFail('upload.file_missing');
  const parts = request.parts();
  const fields = new Map<string, string>();
  const nextFile = async (): Promise<MultipartFile | null> => {
    for (;;) {
      const { done, value } = await parts.next();
      if (done) return null;
      if (value.type === 'file') return value;
      if (typeof value.value === 'string') fields.set(value.fieldname, value.value);
    }
  };
  const file = await nextFile();
  if (file?.fieldname !== 'file') throw intakeFail('upload.file_missing');
  return {
    filename: file.filename || 'upload',
    mediaType: file.mimetype,
    content: file.file,
    options: async () => {
      await nextFile();
      return { mapping: mappingOf(fields.get('mapping')), dryRun: isYes(fields.get('dryRun')) };
    },
  };
}

function isYes(text: string | undefined): boolean {
  return text === 'true' || text === '1';
}

function mappingOf(text: string | undefined): Mapping | null {
  if (text === undefined || text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw intakeFail('upload.mapping_invalid', { field: 'JSON' });
  }
  const result = mappingSchema.safeParse(value);
  if (result.success) return Object.keys(result.data).length === 0 ? null : result.data;
  const issue = result.error.issues[0];
  throw intakeFail('upload.mapping_invalid', { field: issue?.path.join('.') || (issue?.message ?? '') });
}
