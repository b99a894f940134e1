import { Alert, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../api/client';
import { readCsvHead } from '../api/csv-head';
import { useFormat } from '../i18n/format';
import { Loaded } from '../ui/loaded';
import { Rows } from '../ui/rows';
import { usePurposeWords } from '../ui/use-purpose-words';

const most = 100;

/** The contacts behind a statement, each with its case and its price; all of them are in the file. */
export function StatementContacts({ statementId }: { statementId: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const purposeOf = usePurposeWords();
  const contacts = useQuery({
    queryKey: ['statements', statementId, 'contacts'],
    queryFn: () => readCsvHead(fileUrl(`/v1/statements/${statementId}/contacts.csv`), most),
  });
  const channelOf = (channel: string): string => {
    const key = `channel.${channel}` as 'channel.email';
    return i18n.exists(key) ? t(key) : channel;
  };
  return (
    <Loaded query={contacts}>
      {({ rows, isCut }) =>
        rows.length > 0 && (
          <section>
            <Title order={2} size="h4" mt="lg" mb="xs">
              {t('case.contacts')}
            </Title>
            <Rows
              label={t('case.contacts')}
              rows={rows}
              keyOf={(row) => row['seq'] ?? ''}
              columns={[
                { name: t('case.caseRef'), cell: (row) => row['case_ref'] },
                {
                  name: t('contact.at'),
                  cell: (row) => format.dateTime(row['concluded_at'] ?? null),
                },
                { name: t('contact.channel'), cell: (row) => channelOf(row['channel'] ?? '') },
                { name: t('contact.purpose'), cell: (row) => purposeOf(row['purpose'] ?? '') },
                {
                  name: t('contact.handling'),
                  isNumber: true,
                  cell: (row) =>
                    row['handling_seconds'] ? format.seconds(Number(row['handling_seconds'])) : '–',
                },
                {
                  name: t('statement.amount'),
                  isNumber: true,
                  cell: (row) => format.price(row['amount'] ?? '0', row['currency'] ?? 'EUR'),
                },
              ]}
            />
            {isCut && (
              <Alert color="gray" mt="sm">
                {t('rejections.cut', { count: most })}
              </Alert>
            )}
          </section>
        )
      }
    </Loaded>
  );
}
