import { formatMinor, type Money } from '#platform';
import { firstOf } from './script-language.js';
import { mandatoryLines, type MandatoryFacts } from './mandatory-lines.js';
import {
  scriptSituations,
  variable,
  variablesIn,
  type FilledScript,
  type Script,
  type ScriptSituation,
  type ScriptVariable,
} from './script.schema.js';

/** What scripts of one contact are filled from; null is not known. */
export interface ScriptFacts extends MandatoryFacts {
  readonly customer: string | null;
  readonly order: string;
  readonly amount: Money | null;
  /** ISO date. */
  readonly deadline: string | null;
  /** The customer's language, then those to fall back to. */
  readonly languages: readonly string[];
  readonly agentLanguage: string;
}

/** A script with the customer's words and the agent's side by side. Pure. */
export function filledScript(
  script: Script,
  titles: ReadonlyMap<ScriptSituation, Readonly<Record<string, string>>>,
  facts: ScriptFacts,
): FilledScript {
  const language = firstOf(facts.languages, script.titles);
  const agentLanguage = firstOf([facts.agentLanguage], script.titles);
  const [customer, agent] = [valuesIn(language, facts), valuesIn(agentLanguage, facts)];
  const lines = script.lines.flatMap((line) => {
    const said = line[language] ?? '';
    if (variablesIn(said).some((name) => customer[name as ScriptVariable] === null)) return [];
    return [{ customer: filled(said, customer), agent: filled(line[agentLanguage] ?? said, agent) }];
  });
  const titleOf = (all: Readonly<Record<string, string>>): string =>
    all[firstOf([facts.agentLanguage], all)] ?? '';
  return {
    situation: script.situation,
    title: titleOf(script.titles),
    language,
    agentLanguage,
    lines,
    mandatory: mandatoryLines(facts, [...facts.languages], facts.agentLanguage),
    situations: scriptSituations.map((id) => ({ id, title: titleOf(titles.get(id) ?? {}) })),
  };
}

type Values = Readonly<Record<ScriptVariable, string | null>>;

function valuesIn(language: string, facts: ScriptFacts): Values {
  return {
    customer: facts.customer,
    order: facts.order,
    amount: facts.amount && moneyIn(language, facts.amount),
    deadline: facts.deadline && dateIn(language, facts.deadline),
    shop: facts.shop,
    agent: facts.agent,
  };
}

/** What a value says is never read for placeholders again. */
function filled(text: string, values: Values): string {
  return text.replace(variable, (_, name: string) => values[name as ScriptVariable] ?? '');
}

function moneyIn(language: string, { amountMinor, currency }: Money): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(formatMinor(amountMinor, currency) as Intl.StringNumericLiteral);
}

function dateIn(language: string, date: string): string {
  const day = new Date(`${date}T12:00:00Z`);
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, style).format(day);
}
