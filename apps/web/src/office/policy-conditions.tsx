import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';

type Condition = Shape<'PolicyCondition'>;

const signs = { lt: '<', lte: '≤', gt: '>', gte: '≥' } as const;

/** When a rule holds: all of these. */
export function PolicyConditions({ conditions }: { conditions: readonly Condition[] }) {
  const { t } = useTranslation();
  const words = useConditionWords();
  if (conditions.length === 0) return <>{t('policy.always')}</>;
  return (
    <ul className="plain">
      {conditions.map((condition) => (
        <li key={JSON.stringify(condition)}>
          {t(`fact.${condition.fact}`)} {words(condition)}
        </li>
      ))}
    </ul>
  );
}

function useConditionWords(): (condition: Condition) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (condition) => {
    switch (condition.fact) {
      case 'reason':
        return condition.values.map((value) => t(`reason.${value}`)).join(', ');
      case 'legalBasis':
        return condition.values.map((value) => t(`basis.${value}`)).join(', ');
      case 'condition':
        return condition.values.map((value) => t(`condition.${value}`)).join(', ');
      case 'stock':
        return condition.values.map((value) => t(`stock.${value}`)).join(', ');
      case 'country':
        return condition.values.map((value) => format.country(value)).join(', ');
      case 'sku':
      case 'product':
      case 'category':
        return condition.patterns.join(', ');
      case 'itemValue':
      case 'caseValue': {
        const money = (amountMinor: number) => format.money({ amountMinor, currency: condition.currency });
        return condition.op === 'between'
          ? `${money(condition.from)} – < ${money(condition.below)}`
          : `${signs[condition.op]} ${money(condition.value)}`;
      }
      case 'daysSinceDelivery':
      case 'daysSinceOrder':
      case 'priorReturns':
        return condition.op === 'between'
          ? `${condition.from} – < ${condition.below}`
          : `${signs[condition.op]} ${condition.value}`;
    }
  };
}
