import { Controller, Get, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Ctx, Page } from '#platform';
import {
  uploadPageSchema,
  uploadQuerySchema,
  Uploads,
  uploadViewSchema,
  type UploadQuery,
  type UploadView,
} from '#intake';
import { ErrorTexts } from '../http/error-texts.js';
import { Operation, RequestCtx } from '../http/operation.js';
import type { ApiReply, ApiRequest } from '../http/request.js';
import { readUploadForm, uploadFormSchema } from './upload-form.js';

const tag = 'Uploads';
const id = z.uuid();

/** Files of cases. */
@Controller('v1/uploads')
export class UploadsController {
  constructor(
    private readonly uploads: Uploads,
    private readonly texts: ErrorTexts,
  ) {}

  @Post()
  @Operation({
    permission: 'upload.write',
    tag,
    summary: 'Upload a file of cases',
    description:
      'CSV or JSON; one row per item, rows with the same `case_ref` are one case. Stored at once, taken over in the background: ask for its status. The same bytes again answer 200 with the first upload. `dryRun` says what would happen and changes nothing.',
    bodyMediaType: 'multipart/form-data',
    body: uploadFormSchema,
    answers: { 200: uploadViewSchema, 202: uploadViewSchema },
    errors: ['upload.file_missing', 'upload.mapping_invalid', 'request.too_large'],
  })
  async upload(
    @RequestCtx() ctx: Ctx,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<UploadView> {
    const { upload, isNew } = await this.uploads.receive(ctx, await readUploadForm(request));
    void reply.status(isNew ? 202 : 200).header('location', `/v1/uploads/${upload.id}`);
    return this.withSentence(upload, ctx);
  }

  @Get()
  @Operation({
    permission: 'upload.read',
    tag,
    summary: 'Uploads, newest first',
    answers: { 200: uploadPageSchema },
  })
  async list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: uploadQuerySchema }) query: UploadQuery,
  ): Promise<Page<UploadView>> {
    const page = await this.uploads.list(ctx, query);
    return { ...page, data: page.data.map((upload) => this.withSentence(upload, ctx)) };
  }

  @Get(':id')
  @Operation({
    permission: 'upload.read',
    tag,
    summary: 'One upload and how far it has come',
    answers: { 200: uploadViewSchema },
    errors: ['upload.unknown'],
  })
  async get(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) uploadId: string): Promise<UploadView> {
    return this.withSentence(await this.uploads.get(ctx, uploadId), ctx);
  }

  @Get(':id/rejections.csv')
  @Operation({
    permission: 'upload.read',
    tag,
    summary: 'The rows that could not be read, as uploaded, each with what is wrong',
    description:
      'The upload’s own columns plus `row`, `column`, `code`, `message`. Correct the rows and upload the file again: the added columns do no harm.',
    answers: { 200: { mediaTypes: ['text/csv'] } },
    errors: ['upload.unknown'],
  })
  async rejections(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) uploadId: string,
  ): Promise<StreamableFile> {
    const { filename, content } = await this.uploads.rejections(
      ctx,
      uploadId,
      (code, params) => this.texts.sentence(code, ctx.locale, params) ?? code,
    );
    return new StreamableFile(Readable.from(content, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${filename}"`,
    });
  }

  /** An error's sentence in the caller's language. */
  private withSentence(upload: UploadView, ctx: Ctx): UploadView {
    if (!upload.error) return upload;
    const { code, params } = upload.error;
    const detail = this.texts.sentence(code, ctx.locale, params as never);
    return { ...upload, error: { ...upload.error, ...(detail === undefined ? {} : { detail }) } };
  }
}
