import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { RateRules } from './rate-rules';

/** What a contact costs a client: every version, newest first. */
export function RatesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const rates = useQuery({ queryKey: ['rates'], queryFn: () => answer(api.GET('/v1/rates')) });
  return (
    <>
      <PageTitle title={t('menu.rates')} />
      <Loaded query={rates}>
        {(rows) => (
          <Rows
            label={t('menu.rates')}
            rows={rows}
            keyOf={({ version }) => version}
            columns={[
              { name: t('rate.version'), cell: ({ version }) => version },
              { name: t('rate.from'), cell: ({ effectiveFrom }) => format.dateTime(effectiveFrom) },
              {
                name: t('rate.price'),
                isNumber: true,
                cell: ({ unitPrice, currency }) => format.price(unitPrice, currency),
              },
              { name: t('rate.rules'), cell: (rate) => <RateRules rate={rate} /> },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
