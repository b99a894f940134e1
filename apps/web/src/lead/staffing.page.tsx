import { Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useIdentity } from '../session/use-identity';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { plusDays, today } from './dates';
import { usePercent } from './figures';
import { leadApi } from './lead-api';
import { spokenLanguages } from './lead-words';
import { StaffingChart } from './staffing-chart';

/** How many agents each half hour needs, beside how many are rostered. */
export function StaffingPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const percent = usePercent();
  const navigate = useNavigate();
  const { user } = useIdentity();
  const search = useSearch({ from: '/inside/staffing' });
  const on = search.on ?? plusDays(today(user.zone), 1);
  const { language } = search;
  const staffing = useQuery({
    queryKey: ['staffing', on, language],
    queryFn: () => leadApi.staffing(on, language),
  });
  const show = (part: { on?: string; language?: string | undefined }): void =>
    void navigate({ to: '/staffing', search: { on, language, ...part }, replace: true });
  return (
    <>
      <PageTitle title={t('menu.staffing')} />
      <Group mb="md" align="flex-end">
        <TextInput
          type="date"
          label={t('lead.day')}
          value={on}
          onChange={({ currentTarget: { value } }) => value !== '' && show({ on: value })}
        />
        <NativeSelect
          label={t('case.language')}
          value={language ?? ''}
          onChange={({ currentTarget: { value } }) => show({ language: value || undefined })}
          data={[
            { value: '', label: t('case.all') },
            ...spokenLanguages.map((value) => ({ value, label: format.language(value) })),
          ]}
        />
      </Group>
      <Loaded query={staffing}>
        {({ halfHours, serviceLevel, targetSeconds, source }) => {
          const shown = halfHours.filter(({ arrivals, rostered }) => arrivals > 0 || rostered > 0);
          return shown.length === 0 ? (
            <Empty title={t('lead.noArrivals')}>
              <Text c="dimmed">{t('lead.noArrivalsAdvice')}</Text>
            </Empty>
          ) : (
            <>
              <StaffingChart halfHours={shown} />
              <Text size="sm" c="dimmed" my="sm">
                {t('lead.staffingNote', {
                  level: percent(serviceLevel),
                  time: format.seconds(targetSeconds),
                  formula: source.formula,
                  weeks: source.weeks,
                  items: format.number(source.items),
                })}
              </Text>
              <Rows
                label={t('menu.staffing')}
                rows={shown}
                keyOf={({ from }) => from}
                columns={[
                  { name: t('lead.halfHour'), cell: ({ from }) => format.time(from) },
                  { name: t('lead.arrivals'), isNumber: true, cell: (row) => format.number(row.arrivals) },
                  {
                    name: t('statement.aht'),
                    isNumber: true,
                    cell: (row) => format.seconds(row.ahtSeconds),
                  },
                  { name: t('lead.required'), isNumber: true, cell: (row) => format.number(row.required) },
                  { name: t('lead.rostered'), isNumber: true, cell: (row) => format.number(row.rostered) },
                  {
                    name: t('column.state'),
                    cell: ({ required, rostered }) =>
                      rostered < required ? (
                        <StateBadge
                          tone="bad"
                          label={t('lead.short', { count: Math.ceil(required - rostered) })}
                        />
                      ) : (
                        <StateBadge tone="good" label={t('lead.enough')} />
                      ),
                  },
                ]}
              />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
