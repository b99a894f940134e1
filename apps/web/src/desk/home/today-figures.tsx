import { useFormat } from '../../i18n/format';
import { Facts } from '../../ui/facts';
import type { DeskMe } from '../desk-contract';
import { useDeskTexts } from '../use-desk-texts';

/** The agent's own day so far. */
export function TodayFigures({ today }: { today: DeskMe['today'] }) {
  const { t } = useDeskTexts();
  const format = useFormat();
  const { ahtSeconds, budgetSeconds } = today;
  return (
    <section aria-labelledby="today">
      <h2 id="today" className="desk-heading">
        {t('today.title')}
      </h2>
      <Facts
        facts={[
          [t('today.contacts'), <Figure key="contacts">{format.number(today.contacts)}</Figure>],
          [
            t('today.aht'),
            <Figure key="aht" isOver={ahtSeconds !== null && ahtSeconds > budgetSeconds}>
              {ahtSeconds === null ? '–' : format.seconds(ahtSeconds)}
              <small> {t('today.budget', { budget: format.seconds(budgetSeconds) })}</small>
            </Figure>,
          ],
          [t('today.handling'), <Figure key="handling">{format.seconds(today.handlingSeconds)}</Figure>],
        ]}
      />
    </section>
  );
}

function Figure({ isOver = false, children }: { isOver?: boolean; children: React.ReactNode }) {
  return (
    <span className="desk-figure" data-over={isOver || undefined}>
      {children}
    </span>
  );
}
