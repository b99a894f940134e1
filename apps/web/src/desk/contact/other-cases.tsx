import { Text } from '@mantine/core';
import { useFormat } from '../../i18n/format';
import { CaseStateBadge } from '../../ui/case-words';
import type { ContactScreen } from '../desk-contract';
import { useDeskTexts } from '../use-desk-texts';

/** What else this customer has open at the same client. */
export function OtherCases({ cases }: { cases: ContactScreen['otherCases'] }) {
  const { t } = useDeskTexts();
  const format = useFormat();
  if (cases.length === 0) return null;
  return (
    <section aria-labelledby="others">
      <h2 id="others" className="desk-heading">
        {t('others.title')} ({cases.length})
      </h2>
      <ul className="desk-list">
        {cases.map(({ id, caseRef, state, openedAt, deadlineOn }) => (
          <li key={id}>
            <Text size="sm" fw={600}>
              {caseRef} <CaseStateBadge state={state} />
            </Text>
            <Text size="sm" c="dimmed">
              {format.date(openedAt)}
              {deadlineOn && ` · ${t('others.deadline', { on: format.date(deadlineOn) })}`}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
