import { dateColumns, type DateColumn } from '../columns/canonical-columns.js';
import type { Detected, Mapping } from '../upload.schema.js';
import { decimalEvidence, splitCurrency, type DecimalStyle } from '../values/amounts.js';
import { dateEvidence, type DateStyle } from '../values/dates.js';

const moneyColumns = ['unit_price', 'line_total'] as const;

export interface ColumnStyles {
  readonly decimal: DecimalStyle;
  readonly dates: Readonly<Record<DateColumn, DateStyle>>;
}

/** Countries of Europe that write a point before the fraction; the others write a comma. */
const pointCountries = new Set(['GB', 'IE', 'CH', 'LI', 'MT', 'CY', 'US']);

/**
 * Finds out how a file's columns write amounts and dates while all of it passes by: `1.234` and `03/04/2026` are settled
 * by any other row of the column that can be read one way only, else by the client's country.
 */
export class StyleFinder {
  private readonly open: { indexes: readonly number[]; take: (text: string) => boolean }[] = [];
  private readonly decimals = { '.': 0, ',': 0 };
  private readonly dates: Partial<Record<DateColumn, DateStyle>> = {};

  constructor(
    detected: Detected,
    private readonly mapping: Mapping | null,
    private readonly country: string,
  ) {
    if (detected.format === 'json') return;
    for (const column of moneyColumns) {
      const indexes = detected.columns[column];
      if (indexes && mapping?.decimal === undefined) {
        this.open.push({
          indexes,
          take: (text) => {
            const style = decimalEvidence(splitCurrency(text).amount);
            if (style !== null) this.decimals[style]++;
            return this.decimals['.'] + this.decimals[','] >= 1_000;
          },
        });
      }
    }
    for (const column of dateColumns) {
      const indexes = detected.columns[column];
      if (indexes && mapping?.dateFormat === undefined) {
        this.open.push({
          indexes,
          take: (text) => {
            const style = dateEvidence(text);
            if (style !== null) this.dates[column] = style;
            return style !== null;
          },
        });
      }
    }
  }

  /** Looks at a row; costs nothing once every column is settled. */
  look(row: readonly string[]): void {
    for (let i = this.open.length - 1; i >= 0; i--) {
      const column = this.open[i];
      const settled = column?.indexes.some((index) => {
        const text = row[index]?.trim();
        return text ? column.take(text) : false;
      });
      if (settled) this.open.splice(i, 1);
    }
  }

  styles(): ColumnStyles {
    const { decimal, dateFormat } = this.mapping ?? {};
    const guessed = pointCountries.has(this.country) ? '.' : ',';
    const seen =
      this.decimals['.'] === this.decimals[',']
        ? guessed
        : this.decimals['.'] > this.decimals[',']
          ? '.'
          : ',';
    const local = this.country === 'US' ? 'mdy' : 'dmy';
    const given = dateFormat === undefined ? undefined : styleOf(dateFormat);
    const dates = Object.fromEntries(
      dateColumns.map((column) => [column, given ?? this.dates[column] ?? local]),
    ) as Record<DateColumn, DateStyle>;
    return { decimal: decimal ?? seen, dates };
  }
}

function styleOf(format: string): DateStyle {
  return format.startsWith('yyyy') ? 'iso' : format.startsWith('M') ? 'mdy' : 'dmy';
}
