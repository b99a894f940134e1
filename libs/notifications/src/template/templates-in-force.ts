import type { MessageChannel, MessagePurpose } from '../message/message-purpose.js';
import type { MessageLanguage } from '../writing/languages.js';
import { compileTemplate, type MessageTemplate } from './message-template.js';
import type { TemplateKey, TemplateParts } from './message-template.schema.js';

/** A client's own words in force, each made ready when first asked for. */
export class TemplatesInForce {
  private readonly ready = new Map<string, MessageTemplate>();
  private readonly waiting = new Map<string, { version: number; parts: TemplateParts }>();

  constructor(rows: readonly (TemplateKey & { version: number; parts: TemplateParts })[]) {
    for (const row of rows)
      this.waiting.set(nameOf(row.purpose, row.language, row.channel), {
        version: row.version,
        parts: row.parts,
      });
  }

  /** Null: our own words are in force. */
  find(purpose: MessagePurpose, language: MessageLanguage, channel: MessageChannel): MessageTemplate | null {
    const name = nameOf(purpose, language, channel);
    const known = this.ready.get(name);
    if (known) return known;
    const row = this.waiting.get(name);
    if (!row) return null;
    const made = compileTemplate(row.version, row.parts);
    this.ready.set(name, made);
    return made;
  }
}

function nameOf(purpose: string, language: string, channel: string): string {
  return `${purpose} ${language} ${channel}`;
}
