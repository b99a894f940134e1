import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Rows } from '../ui/rows';
import type { PerLanguage } from './lead-api';

/** The lines as an agent reads them, about an invented case. */
export function ScriptPreview({
  lines,
  left,
  right,
}: {
  lines: readonly PerLanguage[];
  left: string;
  right: string;
}) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const fill = (text: string, language: string): string => {
    const values: Readonly<Record<string, string>> = {
      customer: 'Maria Jansen',
      order: 'A-10482',
      amount: new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' }).format(49.9),
      deadline: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        Date.UTC(2026, 11, 1),
      ),
      shop: 'Northwind',
      agent: 'Alex',
    };
    return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
  };
  return (
    <Rows
      label={t('lead.preview')}
      rows={lines.map((line, i) => ({ line, i }))}
      keyOf={({ i }) => i}
      columns={[left, ...(right === left ? [] : [right])].map((code) => ({
        name: format.language(code),
        cell: ({ line }: { line: PerLanguage }) => <span lang={code}>{fill(line[code] ?? '', code)}</span>,
      }))}
    />
  );
}
