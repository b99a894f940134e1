import { Controller, Get, Header } from '@nestjs/common';
import { Operation } from '../http/operation.js';
import { ApiDescription } from './api-description.js';
import { docsPage } from './docs-page.js';
import { docsStyle } from './docs-style.js';
import type { Json } from './schema-components.js';
import { ErrorTexts } from '../http/error-texts.js';

/** The API's description, for programs and for people. */
@Controller()
export class DocsController {
  private page: string | undefined;

  constructor(
    private readonly description: ApiDescription,
    private readonly texts: ErrorTexts,
  ) {}

  @Operation({
    permission: 'public',
    tag: 'Operation',
    summary: 'This description as OpenAPI 3.1',
    answers: { 200: { mediaTypes: ['application/json'] } },
  })
  @Get('openapi.json')
  document(): Json {
    return this.description.document();
  }

  @Operation({
    permission: 'public',
    tag: 'Operation',
    summary: 'This description as a page',
    answers: { 200: { mediaTypes: ['text/html'] } },
  })
  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  docs(): string {
    this.page ??= docsPage(this.description.document(), this.texts);
    return this.page;
  }

  @Operation({
    permission: 'public',
    tag: 'Operation',
    summary: 'How that page looks',
    answers: { 200: { mediaTypes: ['text/css'] } },
  })
  @Get('docs/style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return docsStyle;
  }
}
