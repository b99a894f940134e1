import { z } from 'zod';
import type { WorkItemKind } from './work-item.schema.js';

/** What a conversation can be about. */
export const scriptSituations = [
  'decision_told',
  'money_missing',
  'chargeback_threatened',
  'parcel_lost',
  'angry_caller',
  'missing_information',
  'callback',
  'out_of_stock',
] as const;
export type ScriptSituation = (typeof scriptSituations)[number];

/** What an item of each kind begins with. */
export const situationOfKind: Readonly<Record<WorkItemKind, ScriptSituation>> = {
  review: 'decision_told',
  changed_case: 'decision_told',
  failed_message: 'decision_told',
  call: 'decision_told',
  refund_problem: 'money_missing',
  out_of_stock: 'out_of_stock',
  callback: 'callback',
  reply: 'missing_information',
  unverified_mail: 'missing_information',
};

/** What is filled from the case; a line whose value is not known is left out. */
export const scriptVariables = ['customer', 'order', 'amount', 'deadline', 'shop', 'agent'] as const;
export type ScriptVariable = (typeof scriptVariables)[number];

const language = z.string().regex(/^([a-z]{2}|sr-Latn)$/, 'a language code: `de`, `sr-Latn`');
const perLanguage = (max: number) => z.record(language, z.string().trim().min(1).max(max));

/** Every line in the same languages, so that the customer's and the agent's stand beside each other. */
export const newScriptSchema = z
  .strictObject({
    situation: z.enum(scriptSituations),
    titles: perLanguage(120),
    lines: z.array(perLanguage(500)).min(1).max(40),
  })
  .refine(({ titles, lines }) => lines.every((line) => sameKeys(line, titles)), {
    path: ['lines'],
    error: 'every line in each language of the title',
  })
  .refine(({ lines }) => lines.every((line) => Object.values(line).every(hasKnownVariables)), {
    path: ['lines'],
    error: `possible are: ${scriptVariables.map((name) => `{{${name}}}`).join(' ')}`,
  })
  .refine(({ lines }) => lines.every(sayTheSame), {
    path: ['lines'],
    error: 'the same placeholders in each language of a line',
  })
  .meta({ id: 'NewScript' });
export type NewScript = z.infer<typeof newScriptSchema>;

export const scriptSchema = z
  .object({
    id: z.uuid().nullable().describe('Null for the one that comes with the service.'),
    clientId: z.uuid().nullable().describe('Null: for all clients that have none of their own.'),
    situation: z.enum(scriptSituations),
    version: z.int().describe('0 for the one that comes with the service.'),
    titles: z.record(z.string(), z.string()),
    lines: z.array(z.record(z.string(), z.string())),
    createdAt: z.iso.datetime().nullable(),
    createdBy: z.string().nullable(),
    inForce: z.boolean(),
  })
  .meta({ id: 'Script', description: 'What agents say in a situation, line by line in several languages.' });
export type Script = z.infer<typeof scriptSchema>;

export const scriptListSchema = z.object({ data: z.array(scriptSchema) }).meta({ id: 'Scripts' });

/** A script filled for one contact. */
export const filledScriptSchema = z
  .object({
    situation: z.enum(scriptSituations),
    title: z.string(),
    language: z.string().describe('Of the customer’s lines: another than the case’s where there is none.'),
    agentLanguage: z.string(),
    lines: z.array(z.object({ customer: z.string(), agent: z.string() })),
    mandatory: z.array(z.object({ customer: z.string(), agent: z.string(), source: z.string() })),
    situations: z.array(z.object({ id: z.enum(scriptSituations), title: z.string() })),
  })
  .meta({ id: 'FilledScript' });
export type FilledScript = z.infer<typeof filledScriptSchema>;

export const variable = /\{\{\s*(\w+)\s*\}\}/g;
const known: ReadonlySet<string> = new Set(scriptVariables);

export function variablesIn(text: string): string[] {
  return [...text.matchAll(variable)].map(([, name]) => name ?? '');
}

function hasKnownVariables(text: string): boolean {
  return variablesIn(text).every((name) => known.has(name)) && !/[{}]/.test(text.replace(variable, ''));
}

function sayTheSame(line: Readonly<Record<string, string>>): boolean {
  const sets = Object.values(line).map((text) => [...new Set(variablesIn(text))].sort().join());
  return new Set(sets).size <= 1;
}

function sameKeys(a: object, b: object): boolean {
  return Object.keys(a).sort().join() === Object.keys(b).sort().join();
}
