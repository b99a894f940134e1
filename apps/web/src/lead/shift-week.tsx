import './lead.css';
import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { dateIn } from './dates';
import { leadApi, type Shift } from './lead-api';

/** A row for each agent, a column for each day; on a phone, a block for each agent. */
export function ShiftWeek({
  shifts,
  days,
  zone,
}: {
  shifts: readonly Shift[];
  days: readonly string[];
  zone: string;
}) {
  const { t, i18n } = useTranslation('lead');
  const remove = useChange((id: string) => leadApi.removeShift(id), {
    done: t('lead.shiftRemoved'),
    reads: ['shifts', 'staffing'],
  });
  const day = new Intl.DateTimeFormat(i18n.language, {
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    timeZone: 'UTC',
  });
  const dayName = (date: string): string => day.format(new Date(`${date}T00:00:00Z`));
  const agents = [...new Map(shifts.map(({ agentId, agentName }) => [agentId, agentName]))].toSorted((a, b) =>
    a[1].localeCompare(b[1], i18n.language),
  );
  return (
    <>
      {remove.error && <ProblemNotice error={remove.error} />}
      <table className="rows week" role="table" aria-label={t('menu.shifts')}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t('role.agent')}
            </th>
            {days.map((date) => (
              <th key={date} scope="col" role="columnheader">
                {dayName(date)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {agents.map(([agentId, name]) => (
            <tr key={agentId} role="row">
              <td role="cell" data-name={t('role.agent')}>
                {name}
              </td>
              {days.map((date) => (
                <td key={date} role="cell" data-name={dayName(date)}>
                  <div>
                    {shifts
                      .filter(
                        (shift) => shift.agentId === agentId && dateIn(new Date(shift.from), zone) === date,
                      )
                      .map((shift) => (
                        <ShiftEntry key={shift.id} shift={shift} onRemove={() => remove.mutate(shift.id)} />
                      ))}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function ShiftEntry({ shift, onRemove }: { shift: Shift; onRemove: () => void }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const hours = `${format.time(shift.from)} – ${format.time(shift.until)}`;
  return (
    <div className="shift">
      <span>{hours}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('lead.removeShift', {
          name: shift.agentName,
          when: `${format.date(shift.from)}, ${hours}`,
        })}
        onClick={onRemove}
      >
        <span aria-hidden="true">✕</span>
      </ActionIcon>
    </div>
  );
}
