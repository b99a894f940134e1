import type { ScriptSituation } from '../script.schema.js';

/** What is said in one language: the operator's own scripts, and the sentences that the law asks for. */
export interface ScriptWords {
  readonly scripts: Readonly<
    Record<ScriptSituation, { readonly title: string; readonly lines: readonly string[] }>
  >;
  readonly mandatory: Readonly<Record<MandatoryKey, string>>;
}

export const mandatoryKeys = ['identity', 'place', 'place_choice', 'recorded', 'may_record'] as const;
export type MandatoryKey = (typeof mandatoryKeys)[number];
