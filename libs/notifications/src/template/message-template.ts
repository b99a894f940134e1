import type { TemplateParts, TemplateText } from './message-template.schema.js';

/** A text cut at its placeholders: text, name, text, name, …, text. */
export type Pieces = readonly string[];

/** A text in each plural form that the client gave, or in one for all numbers. */
export type CompiledText = Pieces | ReadonlyMap<string, Pieces>;

/** One version of a client's own words, ready to be filled. */
export interface MessageTemplate {
  readonly version: number;
  readonly subject: Pieces;
  readonly greeting: Pieces | null;
  readonly paragraphs: readonly CompiledText[];
  readonly regards: Pieces | null;
  readonly signature: Pieces | null;
  readonly senderName: Pieces | null;
  readonly text: CompiledText;
}

/** Cuts a text at its placeholders, in one pass; null when braces are left that belong to none. */
export function piecesOf(text: string): Pieces | null {
  const pieces = text.split(/\{\{(\w{1,40})\}\}/);
  return pieces.some((piece, i) => i % 2 === 0 && /[{}]/.test(piece)) ? null : pieces;
}

/** The names of the placeholders in a text. */
export function namesIn(pieces: Pieces): string[] {
  return pieces.filter((_, i) => i % 2 === 1);
}

/** Makes checked parts ready. Throws on braces that the check refuses. */
export function compileTemplate(version: number, parts: TemplateParts): MessageTemplate {
  const some = (text: string | undefined) => (text === undefined ? null : certain(text));
  return {
    version,
    subject: certain(parts.subject ?? ''),
    greeting: some(parts.greeting),
    paragraphs: (parts.paragraphs ?? []).map(compileText),
    regards: some(parts.regards),
    signature: some(parts.signature),
    senderName: some(parts.senderName),
    text: compileText(parts.text ?? ''),
  };
}

function compileText(text: TemplateText): CompiledText {
  if (typeof text === 'string') return certain(text);
  return new Map(Object.entries(text).map(([form, words]) => [form, certain(words)]));
}

function certain(text: string): Pieces {
  const pieces = piecesOf(text);
  if (pieces === null) throw new Error('a template with loose braces was not checked');
  return pieces;
}
