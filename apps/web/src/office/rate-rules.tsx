import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';

/** Where a rate differs from its price, one line for each rule. */
export function RateRules({ rate }: { rate: Shape<'Rate'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (rate.rules.length === 0) return <>–</>;
  return (
    <ul className="plain">
      {rate.rules.map(({ billable, unitPrice, channel, ...when }) => {
        const conditions = [channel && t(`channel.${channel}`), ...Object.values(when)].filter(Boolean);
        const price = billable ? format.price(unitPrice ?? rate.unitPrice, rate.currency) : t('rate.free');
        return (
          <li key={conditions.join()}>
            {conditions.length === 0 ? t('rate.otherwise') : conditions.join(', ')}: {price}
          </li>
        );
      })}
    </ul>
  );
}
