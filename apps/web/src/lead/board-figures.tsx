import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Facts } from '../ui/facts';
import type { Board } from './lead-api';
import { usePercent } from './figures';

/** The day in figures, beside what it is measured by. */
export function BoardFigures({ board: { serviceLevel, aht, contacts, money } }: { board: Board }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const percent = usePercent();
  const seconds = (value: number | null): string => (value === null ? '–' : format.seconds(value));
  return (
    <Facts
      facts={[
        [
          t('lead.serviceLevel'),
          <Figure
            key="level"
            figure={percent(serviceLevel.share)}
            beside={t('lead.answeredWithin', {
              answered: format.number(serviceLevel.answered),
              time: format.seconds(serviceLevel.targetSeconds),
            })}
          />,
        ],
        [
          t('statement.aht'),
          <Figure
            key="aht"
            figure={seconds(aht.today)}
            beside={t('lead.budgetAndWeekday', {
              budget: format.seconds(aht.budget),
              weekday: seconds(aht.sameWeekday),
            })}
          />,
        ],
        [
          t('lead.contactsToday'),
          <Figure
            key="contacts"
            figure={format.number(contacts.today)}
            beside={t('lead.sameWeekday', { figure: format.number(contacts.sameWeekday) })}
          />,
        ],
        [t('lead.revenuePerHour'), <Figure key="revenue" figure={format.money(money.revenuePerHour)} />],
        [
          t('lead.marginPerContact'),
          <Figure
            key="margin"
            figure={money.marginPerContact ? format.money(money.marginPerContact) : '–'}
          />,
        ],
      ]}
    />
  );
}

function Figure({ figure, beside }: { figure: string; beside?: string }) {
  return (
    <>
      <strong className="figure">{figure}</strong>
      {beside !== undefined && <div className="beside">{beside}</div>}
    </>
  );
}
