import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { Rows } from '../ui/rows';
import { usePurposeWords } from '../ui/use-purpose-words';

/** The contacts about a case: what counted, and what did not. */
export function CaseContacts({ contacts }: { contacts: readonly Shape<'Contact'>[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const purposeOf = usePurposeWords();
  if (contacts.length === 0) return <Empty title={t('case.noContacts')} />;
  return (
    <Rows
      label={t('case.contacts')}
      rows={contacts}
      keyOf={({ id }) => id}
      columns={[
        { name: t('contact.at'), cell: ({ concludedAt }) => format.dateTime(concludedAt) },
        { name: t('contact.channel'), cell: ({ channel }) => t(`channel.${channel}`) },
        { name: t('contact.purpose'), cell: ({ purpose }) => purposeOf(purpose) },
        {
          name: t('contact.handling'),
          isNumber: true,
          cell: ({ handlingSeconds }) => (handlingSeconds === null ? '–' : format.seconds(handlingSeconds)),
        },
        { name: t('contact.billable'), cell: ({ billable }) => t(billable ? 'answer.yes' : 'answer.no') },
        { name: t('contact.attempts'), isNumber: true, cell: ({ attempts }) => attempts.length },
      ]}
    />
  );
}
