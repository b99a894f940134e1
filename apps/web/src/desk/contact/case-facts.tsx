import { useFormat } from '../../i18n/format';
import { CaseStateBadge } from '../../ui/case-words';
import type { ContactScreen } from '../desk-contract';
import { useDeskTexts } from '../use-desk-texts';

/** The case itself: what is known, and what it waits for. */
export function CaseFacts({ screen }: { screen: ContactScreen }) {
  const { t, wordOf } = useDeskTexts();
  const format = useFormat();
  const { case: of } = screen;
  if (!of) return null;
  const facts = (
    [
      [t('case.orderRef'), of.orderRef],
      [t('case.orderedOn'), of.orderedOn && format.date(of.orderedOn)],
      [t('case.deliveredOn'), of.deliveredOn && format.date(of.deliveredOn)],
      [t('case.receivedOn'), of.receivedOn && format.date(of.receivedOn)],
      [t('case.deadlineOn'), of.deadlineOn && format.date(of.deadlineOn)],
      [t('case.waitsFor'), of.waitsFor.map((what) => wordOf('waits', what)).join(', ')],
      [t('case.note'), of.note],
    ] as const
  ).filter(([, value]) => value);
  return (
    <section aria-labelledby="case">
      <h2 id="case" className="desk-heading">
        {t('case.title', { ref: of.caseRef })} <CaseStateBadge state={of.state} />
      </h2>
      <dl className="desk-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
