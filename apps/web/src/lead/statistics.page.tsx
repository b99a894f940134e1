import { Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { useIdentity } from '../session/use-identity';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { instantOf, plusDays, today } from './dates';
import { usePercent } from './figures';
import { leadApi, type StatisticsRow } from './lead-api';
import { skills, statisticsBy, type StatisticsBy } from './lead-words';

/** Handling time and money, by agent, queue, client or language. */
export function StatisticsPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const percent = usePercent();
  const navigate = useNavigate();
  const { user } = useIdentity();
  const search = useSearch({ from: '/inside/statistics' });
  const by = search.by ?? 'agent';
  const until = search.until ?? today(user.zone);
  const from = search.from ?? plusDays(until, -6);
  const rows = usePages(['statistics', by, from, until], (page) =>
    leadApi.statistics(
      by,
      instantOf(from, '00:00', user.zone),
      instantOf(plusDays(until, 1), '00:00', user.zone),
      page,
    ),
  );
  const show = (part: { by?: StatisticsBy; from?: string; until?: string }): void =>
    void navigate({ to: '/statistics', search: { by, from, until, ...part }, replace: true });
  /** Queues and languages have codes for names. */
  const labelOf = ({ key, label }: StatisticsRow): string => {
    if (by === 'language') return format.language(key);
    if (by !== 'queue') return label;
    const [client = '', language = '', code = ''] = key.split('/');
    const skill = skills.find((one) => one === code);
    return [client, format.language(language), skill ? t(`lead.skill.${skill}`) : code].join(' · ');
  };
  return (
    <>
      <PageTitle title={t('menu.statistics')} />
      <Group mb="md" align="flex-end">
        <NativeSelect
          label={t('lead.by')}
          value={by}
          onChange={({ currentTarget: { value } }) => show({ by: value as StatisticsBy })}
          data={statisticsBy.map((value) => ({ value, label: t(`lead.by.${value}`) }))}
        />
        <TextInput
          type="date"
          label={t('lead.from')}
          value={from}
          max={until}
          onChange={({ currentTarget: { value } }) => value !== '' && show({ from: value })}
        />
        <TextInput
          type="date"
          label={t('lead.until')}
          value={until}
          min={from}
          onChange={({ currentTarget: { value } }) => value !== '' && show({ until: value })}
        />
      </Group>
      <Loaded query={rows}>
        {(data) =>
          data.length === 0 ? (
            <Empty title={t('lead.noContacts')}>
              <Text c="dimmed">{t('lead.noContactsAdvice')}</Text>
            </Empty>
          ) : (
            <Rows
              label={t('menu.statistics')}
              rows={data}
              keyOf={({ key, revenue }) => `${key} ${revenue.currency}`}
              columns={[
                { name: t(`lead.by.${by}`), cell: labelOf },
                { name: t('lead.contacts'), isNumber: true, cell: (row) => format.number(row.contacts) },
                { name: t('lead.mean'), isNumber: true, cell: (row) => format.seconds(row.meanSeconds) },
                { name: t('lead.median'), isNumber: true, cell: (row) => format.seconds(row.medianSeconds) },
                { name: t('lead.p90'), isNumber: true, cell: (row) => format.seconds(row.p90Seconds) },
                { name: t('lead.withinBudget'), isNumber: true, cell: (row) => percent(row.withinBudget) },
                { name: t('lead.revenue'), isNumber: true, cell: (row) => format.money(row.revenue) },
                {
                  name: t('lead.revenuePerHour'),
                  isNumber: true,
                  cell: (row) => format.money(row.revenuePerHour),
                },
                {
                  name: t('lead.margin'),
                  isNumber: true,
                  cell: (row) => (row.margin ? format.money(row.margin) : '–'),
                },
              ]}
            />
          )
        }
      </Loaded>
      <More query={rows} />
    </>
  );
}
