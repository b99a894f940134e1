import type { AgentLanguage } from '../disposition.schema.js';
import { de } from './de.js';
import { el } from './el.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { it } from './it.js';
import { nl } from './nl.js';
import { pl } from './pl.js';
import { pt } from './pt.js';
import { ro } from './ro.js';
import type { ScriptWords } from './script-words.js';

/** The operator's own words in every language of its agents. */
export const scriptWords: Readonly<Record<AgentLanguage, ScriptWords>> = {
  en,
  es,
  de,
  fr,
  pl,
  pt,
  it,
  nl,
  el,
  ro,
};
