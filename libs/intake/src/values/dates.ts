import { remember } from './fold.js';

/** How a column writes its dates. `iso` covers `2026-03-02`, `2026/03/02`, `20260302` and RFC 3339. */
export type DateStyle = 'iso' | 'dmy' | 'mdy';

const numeric = /^(\d{1,2})[./\- ]{1,2}(\d{1,2})[./\- ]{1,2}(\d{4}|\d{2})\.?(?:[ T,].*)?$/;
const iso =
  /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

/** What one cell says about the order of day and month in its column; null when it could be either. */
export function dateEvidence(text: string): DateStyle | null {
  if (iso.test(text)) return 'iso';
  const match = numeric.exec(text);
  if (!match) return null;
  if (Number(match[1]) > 12) return 'dmy';
  if (Number(match[2]) > 12) return 'mdy';
  // Dots are written by people who put the day first; only slashes and dashes are in doubt.
  return text.includes('.') ? 'dmy' : null;
}

let monthNames: Map<string, number> | undefined;

function months(): Map<string, number> {
  if (!monthNames) {
    monthNames = new Map();
    // The first to name a month has it: `listopad` is November in Polish and Czech, October in Croatian.
    const languages =
      'en,de,fr,es,it,nl,pt,pl,sv,da,nb,fi,cs,sk,hu,ro,hr,sl,bg,el,et,lv,lt,tr,uk,ru,be,sr,sr-Latn,bs,mk,sq,ga,mt,is,lb,ca,eu,gl,cy,nn'.split(
        ',',
      );
    for (const language of languages) {
      for (const month of ['long', 'short'] as const) {
        for (const options of [{ month }, { month, day: 'numeric' as const }]) {
          const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
          for (let m = 0; m < 12; m++) {
            const part = format.formatToParts(Date.UTC(2026, m, 2)).find((p) => p.type === 'month');
            const name = part?.value.toLowerCase().replace(/\.$/, '');
            if (name && /\p{L}/u.test(name) && !monthNames.has(name)) monthNames.set(name, m + 1);
          }
        }
      }
    }
  }
  return monthNames;
}

/** Minutes that a zone is ahead of UTC during one UTC hour; clock changes of European zones fall on full hours. */
function offsetReader(zone: string): (hour: string) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return remember((hour) => {
    const name =
      format.formatToParts(Number(hour) * 3_600_000).find((p) => p.type === 'timeZoneName')?.value ?? '';
    const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
    if (!match) return 0;
    return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  });
}

function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1) return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/**
 * Reads dates of one column into local ISO dates of `zone`, or null. Instants with an offset are moved to the zone; times
 * without one are local already. `style` settles day and month where a cell leaves them open; with `strict` always.
 */
export function dateReader(zone: string, style: DateStyle, strict = false): (text: string) => string | null {
  const offsetAt = offsetReader(zone);
  return remember((text) => {
    const full = iso.exec(text);
    if (full) {
      const [, y, m, d, hh, mm, ss, offset] = full;
      const date = isoDate(Number(y), Number(m), Number(d));
      if (date === null || hh === undefined || offset === undefined) return date;
      if (Number(hh) > 24 || Number(mm) > 59 || Number(ss ?? 0) > 60) return null;
      const away = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
      const minutes = away ? (away[1] === '-' ? -1 : 1) * (Number(away[2]) * 60 + Number(away[3])) : 0;
      const at = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(hh), Number(mm)) - minutes * 60_000;
      const local = at + offsetAt(String(Math.floor(at / 3_600_000))) * 60_000;
      return new Date(local).toISOString().slice(0, 10);
    }
    const parts = numeric.exec(text);
    if (parts) {
      const year = parts[3]?.length === 2 ? 2000 + Number(parts[3]) : Number(parts[3]);
      const order = strict ? style : (dateEvidence(text) ?? style);
      return order === 'mdy'
        ? isoDate(year, Number(parts[1]), Number(parts[2]))
        : isoDate(year, Number(parts[2]), Number(parts[1]));
    }
    // Spreadsheets count days from 30 December 1899 (their serial date); five digits are 1954 to 2119.
    if (/^[2-7]\d{4}(?:\.\d+)?$/.test(text)) {
      return new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * 86_400_000)
        .toISOString()
        .slice(0, 10);
    }
    const words =
      /^(?:\p{L}+\.?,?\s+)?(\d{1,2})\.?\s*(?:de\s+|of\s+)?[\s-]?(\p{L}+)\.?,?[\s-]*(?:de\s+)?(\d{4})(?:[ ,T].*)?$/u.exec(
        text,
      );
    if (words)
      return isoDate(
        Number(words[3]),
        months().get((words[2] as string).toLowerCase()) ?? 0,
        Number(words[1]),
      );
    const american = /^(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})(?:[ ,T].*)?$/u.exec(text);
    if (american) {
      return isoDate(
        Number(american[3]),
        months().get((american[1] as string).toLowerCase()) ?? 0,
        Number(american[2]),
      );
    }
    return null;
  });
}
