import { Injectable } from '@nestjs/common';
import type { Client } from '#clients';
import { Catalogue } from '../writing/catalogue.js';
import { writeMessage } from '../writing/message-writing.js';
import type { TemplateKey, TemplateParts } from './message-template.schema.js';
import { sampleCase, sampleFacts } from './sample-case.js';
import { checkTemplate, type TemplateFinding } from './template-check.js';

/** Tries a client's words on an invented case before they are saved. */
@Injectable()
export class TemplateTrials {
  constructor(private readonly catalogue: Catalogue) {}

  /** All that is wrong with the words; empty when they can be saved. */
  findings(client: Client, key: TemplateKey, parts: TemplateParts): TemplateFinding[] {
    const record = sampleCase(key.language, client.country);
    // Any day: only the length of its date matters.
    const now = new Date('2026-09-30T22:30:00Z');
    const facts = sampleFacts(key.purpose, record, now);
    return checkTemplate(
      key,
      parts,
      (template) => writeMessage(this.catalogue, { ...key, record, client, facts, now, template }).text,
    );
  }
}
