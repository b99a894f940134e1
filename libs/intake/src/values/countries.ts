import { fold, remember } from './fold.js';

/** Languages whose names of countries and languages are understood; the names come with the runtime (CLDR). */
const nameLanguages =
  'en,de,fr,es,it,nl,pt,pl,sv,da,nb,nn,fi,cs,sk,hu,ro,hr,sl,sr,sr-Latn,bs,mk,sq,bg,el,et,lv,lt,tr,uk,ru,be,ga,mt,is,lb,ca,eu,gl,cy'.split(
    ',',
  );

/** Names that are in use though they are not the official ones. */
const otherNames: Readonly<Record<string, string>> = {
  uk: 'GB',
  greatbritain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  northernireland: 'GB',
  grossbritannien: 'GB',
  eire: 'IE',
  holland: 'NL',
  nederlands: 'NL',
  czechrepublic: 'CZ',
  czech: 'CZ',
  tschechien: 'CZ',
  channelislands: 'JE',
  usa: 'US',
  rsa: 'ZA',
  uae: 'AE',
  brd: 'DE',
  bundesrepublikdeutschland: 'DE',
  slovakrepublic: 'SK',
  macedonia: 'MK',
  turkey: 'TR',
  russia: 'RU',
  el: 'GR',
};
/** Names of languages that are in use beside CLDR's. */
const otherLanguageNames: Readonly<Record<string, string>> = {
  castellano: 'es',
  castilian: 'es',
  flemish: 'nl',
  flamisch: 'nl',
  flamand: 'nl',
  vlaams: 'nl',
  moldovan: 'ro',
  moldoveneasca: 'ro',
  valencian: 'ca',
  valencia: 'ca',
  valenciano: 'ca',
  bokmal: 'nb',
  nynorsk: 'nn',
  crnogorski: 'sr',
  црногорски: 'sr',
  serbocroatian: 'sr-Latn',
  serbokroatisch: 'sr-Latn',
  srpskohrvatski: 'sr-Latn',
};
/** Groups of countries: known words, but no country. */
const noCountry = new Set([
  'europeancommunity',
  'europeanunion',
  'eu',
  'europe',
  'europa',
  'international',
  'other',
]);

let byName: Map<string, string> | undefined;
let languageByName: Map<string, string> | undefined;
let regions: Set<string> | undefined;

function isoRegions(): Set<string> {
  if (!regions) {
    regions = new Set();
    const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    for (let a = 65; a <= 90; a++) {
      for (let b = 65; b <= 90; b++) {
        const code = String.fromCharCode(a, b);
        // CLDR also names groups, retired codes and tests; they are no countries that goods are sent to.
        if (
          !/^(EU|EZ|UN|ZZ|X[ABCEF-Z]|QO|UK|AN|BU|CS|DD|FX|NT|SU|TP|YD|YU|ZR|CP|DG|EA|IC|TA|AC)$/.test(code) &&
          english.of(code)
        ) {
          regions.add(code);
        }
      }
    }
  }
  return regions;
}

function namesOfCountries(): Map<string, string> {
  if (!byName) {
    byName = new Map();
    for (const language of nameLanguages) {
      const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      for (const code of isoRegions()) {
        const name = names.of(code);
        if (name !== undefined && !byName.has(fold(name))) byName.set(fold(name), code);
      }
    }
    for (const [name, code] of Object.entries(otherNames)) byName.set(name, code);
  }
  return byName;
}

function namesOfLanguages(): Map<string, string> {
  if (!languageByName) {
    languageByName = new Map();
    const codes = [
      ...nameLanguages,
      'sr-Cyrl',
      'sr-ME',
      'no',
      'hy',
      'ka',
      'az',
      'he',
      'ar',
      'zh',
      'ja',
      'rm',
      'fo',
      'gd',
      'br',
      'se',
      'yi',
      'tt',
    ];
    for (const language of nameLanguages) {
      const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });
      for (const code of codes) {
        const name = names.of(code);
        if (name !== undefined && !languageByName.has(fold(name))) languageByName.set(fold(name), code);
      }
    }
    for (const [name, code] of Object.entries(otherLanguageNames)) languageByName.set(name, code);
  }
  return languageByName;
}

const alpha3: Readonly<Record<string, string>> = Object.fromEntries(
  'AUT:AT,BEL:BE,BGR:BG,CHE:CH,CYP:CY,CZE:CZ,DEU:DE,DNK:DK,ESP:ES,EST:EE,FIN:FI,FRA:FR,GBR:GB,GRC:GR,HRV:HR,HUN:HU,IRL:IE,ISL:IS,ITA:IT,LIE:LI,LTU:LT,LUX:LU,LVA:LV,MLT:MT,NLD:NL,NOR:NO,POL:PL,PRT:PT,ROU:RO,SVK:SK,SVN:SI,SWE:SE,TUR:TR,UKR:UA,SRB:RS,BIH:BA,MKD:MK,ALB:AL,MNE:ME,MDA:MD,USA:US'
    .split(',')
    .map((pair) => pair.split(':') as [string, string]),
);

/** ISO 3166 of a code or a name in a European language; undefined when unknown, null when it names no country. */
export const readCountry: (text: string) => string | null | undefined = remember((text) => {
  const upper = text.trim().toUpperCase();
  if (isoRegions().has(upper)) return upper;
  if (alpha3[upper]) return alpha3[upper];
  const name = fold(text);
  if (noCountry.has(name)) return null;
  return namesOfCountries().get(name);
});

/**
 * ISO 639-1 of a code (`de`, `deu`, `de-AT`, `pt_BR`, `de_DE.UTF-8`) or of a language's name (`German`, `Deutsch
 * (Österreich)`); null when unknown. Norwegian that does not say which is `nb`. Serbian keeps a script that is said:
 * `sr-Latn`, `sr-Cyrl`.
 */
export const readLanguage: (text: string) => string | null = remember((text) => {
  const names = namesOfLanguages();
  const code = names.get(fold(text)) ?? codeOf(text.trim()) ?? names.get(fold(text.replace(/\(.*$/s, '')));
  if (code === undefined) return null;
  if (code === 'no') return 'nb';
  return code === 'sr-ME' ? 'sr' : code;
});

function codeOf(text: string): string | undefined {
  const tag = /^([a-z]{2,3})((?:[-_.@][a-z0-9-]{2,10})*)$/i.exec(text);
  if (!tag) return undefined;
  // Retired codes become those in use: `mo` is Romanian, `sh` Serbian in Latin letters.
  const [language = '', implied] = (Intl.getCanonicalLocales(tag[1])[0] ?? '').split('-');
  // The runtime knows a language when it can name it.
  const known = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(language);
  if (language.length !== 2 || known === undefined) return undefined;
  if (language !== 'sr') return language;
  if (/[-_@](latn|latin)(?![a-z])/i.test(text) || implied === 'Latn') return 'sr-Latn';
  return /[-_@](cyrl|cyrillic)(?![a-z])/i.test(text) ? 'sr-Cyrl' : 'sr';
}

/**
 * As CLDR has it, but English in Malta, whose shops and customers write it to each other, and Danish in Greenland and the
 * Faroes, where goods from abroad come with it. Serbian is without a script: the client has chosen one.
 */
const mainLanguage: Readonly<Record<string, string>> = Object.fromEntries(
  `AD:ca,AL:sq,AM:hy,AT:de,AX:sv,AZ:az,BA:bs,BE:nl,BG:bg,BY:ru,CH:de,CY:el,CZ:cs,DE:de,DK:da,EE:et,ES:es,FI:fi,FO:da,
   FR:fr,GB:en,GE:ka,GG:en,GI:en,GL:da,GR:el,HR:hr,HU:hu,IE:en,IM:en,IS:is,IT:it,JE:en,LI:de,LT:lt,LU:fr,LV:lv,MC:fr,
   MD:ro,ME:sr,MK:mk,MT:en,NL:nl,NO:nb,PL:pl,PT:pt,RO:ro,RS:sr,RU:ru,SE:sv,SI:sl,SJ:nb,SK:sk,SM:it,TR:tr,UA:uk,VA:it,
   XK:sq,BL:fr,GF:fr,GP:fr,MF:fr,MQ:fr,NC:fr,PF:fr,PM:fr,RE:fr,WF:fr,YT:fr,AW:nl,BQ:nl,CW:nl,
   AU:en,BR:pt,CA:en,MX:es,NZ:en,US:en,ZA:en`
    .replace(/\s/g, '')
    .split(',')
    .map((pair) => pair.split(':') as [string, string]),
);

/** The language most people of a country read; null for countries without an entry. */
export function languageOfCountry(country: string): string | null {
  return mainLanguage[country] ?? null;
}
