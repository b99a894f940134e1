import type { AgentLanguage } from './disposition.schema.js';
import { recordingLaws } from './recording-consent.js';
import { firstOf } from './script-language.js';
import { scriptWords } from './script-words/index.js';
import type { MandatoryKey } from './script-words/script-words.js';

export interface MandatoryFacts {
  readonly agent: string;
  readonly shop: string;
  /** ISO 3166 alpha-2: where the customer is; null where that is not known. */
  readonly country: string | null;
  /** Where the agents sit. */
  readonly agentsIn: string;
  /** How a recording comes about here; null where none is made. */
  readonly recording: 'announce' | 'ask' | null;
}

export interface MandatoryLine {
  readonly customer: string;
  readonly agent: string;
  /** The rule that asks for it. */
  readonly source: string;
}

const eu: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);
const eea: ReadonlySet<string> = new Set([...eu, 'IS', 'LI', 'NO']);

/** Which data protection law a customer lives under. */
function dataLaw(country: string | null): 'eea' | 'gb' | 'ch' | null {
  if (country === null || eea.has(country)) return 'eea';
  if (country === 'GB') return 'gb';
  return country === 'CH' ? 'ch' : null;
}

/**
 * Who calls and for whom: a shop's customers never gave us their number, so at the first communication they must learn
 * whose data it is. A call to sell something needs more (2011/83 art. 8(5)); these don't.
 */
const identitySource: Readonly<Record<'eea' | 'gb' | 'ch', string>> = {
  eea: 'Regulation (EU) 2016/679 art. 14(1)(a), 14(3)(b)',
  gb: 'UK GDPR art. 14(1)(a), 14(3)(b)',
  ch: 'DSG (CH, SR 235.1) art. 19',
};

const italy = 'D.L. 22 giugno 2012 n. 83, art. 24-bis (L. 11 dicembre 2016 n. 232, art. 1 c. 243)';

/** What must be said on a call to a customer of a country, with the rule that asks for it. Pure. */
export function mandatoryLines(
  facts: MandatoryFacts,
  languages: readonly string[],
  agentLanguage: string,
): MandatoryLine[] {
  const { country, agentsIn, recording } = facts;
  const law = dataLaw(country);
  const needed: { key: MandatoryKey; source: string }[] = [];
  if (law !== null) needed.push({ key: 'identity', source: identitySource[law] });
  if (country === 'IT') {
    needed.push({ key: 'place', source: italy });
    if (!eu.has(agentsIn)) needed.push({ key: 'place_choice', source: italy });
  }
  if (recording !== null) {
    const article = recording === 'announce' ? 'art. 13(1)(c)' : 'art. 6(1)(a), 7';
    const rule =
      law === 'ch'
        ? identitySource.ch
        : `${law === 'gb' ? 'UK GDPR' : 'Regulation (EU) 2016/679'} ${article}`;
    const national = recordingLaws[country ?? '']?.source;
    needed.push({
      key: recording === 'announce' ? 'recorded' : 'may_record',
      source: national === undefined ? rule : `${rule}; ${national}`,
    });
  }
  const theirs = firstOf(languages, scriptWords) as AgentLanguage;
  const ours = firstOf([agentLanguage], scriptWords) as AgentLanguage;
  return needed.map(({ key, source }) => ({
    customer: said(key, theirs, facts),
    agent: said(key, ours, facts),
    source,
  }));
}

function said(key: MandatoryKey, language: AgentLanguage, facts: MandatoryFacts): string {
  const place = new Intl.DisplayNames(language, { type: 'region' }).of(facts.agentsIn) ?? facts.agentsIn;
  const values: Readonly<Record<string, string>> = { agent: facts.agent, shop: facts.shop, place };
  return scriptWords[language].mandatory[key].replace(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => values[name] ?? '',
  );
}
