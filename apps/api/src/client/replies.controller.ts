import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import { InboundReplies, repliesSchema, type ReplyView } from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const id = z.uuid();
const tag = 'Cases';

/** What customers answered. */
@Controller('v1/cases/:id')
export class RepliesController {
  constructor(private readonly replies: InboundReplies) {}

  @Get('replies')
  @Operation({
    permission: 'case.read',
    tag,
    summary: 'The customer’s answers about a case, oldest first',
    description:
      'Each with who vouches that it is the customer’s: the signature of their mail’s domain, our provider, or staff.',
    answers: { 200: repliesSchema },
  })
  async list(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) caseId: string,
  ): Promise<{ data: ReplyView[] }> {
    return { data: await this.replies.ofCase(ctx, caseId) };
  }

  @Get('attachments/:fileId')
  @Operation({
    permission: 'case.read',
    tag,
    summary: 'A file that came with an answer',
    description: 'Always as a download. Its media type is by its content, never what the sender says.',
    answers: {
      200: {
        mediaTypes: [
          'application/octet-stream',
          'application/pdf',
          'image/gif',
          'image/heic',
          'image/jpeg',
          'image/png',
          'image/webp',
        ],
      },
    },
    errors: ['attachment.unknown'],
  })
  async attachment(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) caseId: string,
    @Param('fileId', { schema: id }) fileId: string,
  ): Promise<StreamableFile> {
    const file = await this.replies.attachment(ctx, caseId, fileId);
    // A lone surrogate becomes a replacement character: it can't be in a URL's encoding.
    const name = encodeURIComponent(Buffer.from(file.name).toString()).replace(/[!'()*]/g, '_');
    return new StreamableFile(file.content, {
      type: file.mediaType,
      length: file.byteCount,
      disposition: `attachment; filename="attachment"; filename*=UTF-8''${name}`,
    });
  }
}
