import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useIdentity } from '../session/use-identity';
import { useShortcut } from '../shell/shortcuts';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { instantOf, mondayOf, plusDays, today } from './dates';
import { leadApi } from './lead-api';
import { ShiftDialog } from './shift-dialog';
import { ShiftWeek } from './shift-week';

/** Who is rostered when, a week at a time. */
export function ShiftsPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const navigate = useNavigate();
  const { user } = useIdentity();
  const { week = today(user.zone) } = useSearch({ from: '/inside/shifts' });
  const monday = mondayOf(week);
  const days = [0, 1, 2, 3, 4, 5, 6].map((i) => plusDays(monday, i));
  const [isAdding, setAdding] = useState(false);
  const shifts = useQuery({
    queryKey: ['shifts', monday],
    queryFn: () =>
      leadApi.shifts(
        instantOf(monday, '00:00', user.zone),
        instantOf(plusDays(monday, 7), '00:00', user.zone),
      ),
  });
  const show = (date: string): void =>
    void navigate({ to: '/shifts', search: { week: date }, replace: true });
  const back = (): void => show(plusDays(monday, -7));
  const forward = (): void => show(plusDays(monday, 7));
  useShortcut('[', t('lead.weekBefore'), back);
  useShortcut(']', t('lead.weekAfter'), forward);
  useShortcut('n', t('lead.addShift'), () => setAdding(true));
  return (
    <>
      <PageTitle title={t('menu.shifts')}>
        <Button onClick={() => setAdding(true)}>{t('lead.addShift')}</Button>
      </PageTitle>
      <Group mb="md" align="center">
        <Button variant="default" size="compact-md" aria-label={t('lead.weekBefore')} onClick={back}>
          ←
        </Button>
        <strong aria-live="polite">
          {format.date(monday)} – {format.date(plusDays(monday, 6))}
        </strong>
        <Button variant="default" size="compact-md" aria-label={t('lead.weekAfter')} onClick={forward}>
          →
        </Button>
        <Button variant="default" size="compact-md" onClick={() => show(today(user.zone))}>
          {t('lead.thisWeek')}
        </Button>
      </Group>
      <Loaded query={shifts}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t('lead.noShifts')} />
          ) : (
            <ShiftWeek shifts={all} days={days} zone={user.zone} />
          )
        }
      </Loaded>
      {isAdding && (
        <ShiftDialog
          date={days.includes(today(user.zone)) ? today(user.zone) : monday}
          zone={user.zone}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
