import { Anchor, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';
import { Rows } from '../ui/rows';
import { Outcome } from '../ui/case-words';
import { useRuleName } from './use-rule-name';

/** What was sent back, what each thing gets, and by which rule. */
export function CaseItems({ items }: { items: readonly Shape<'DecidedCaseItem'>[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t('case.items')}
      </Title>
      <Rows
        label={t('case.items')}
        rows={items}
        keyOf={({ id }) => id}
        columns={[
          {
            name: t('item.product'),
            cell: ({ product, sku, quantity, photoUrl }) => (
              <>
                {format.number(quantity)} × {product ?? sku ?? '–'}
                {product && sku && (
                  <Text size="sm" c="dimmed">
                    {sku}
                  </Text>
                )}
                {photoUrl && /^https?:/.test(photoUrl) && (
                  <div>
                    <Anchor size="sm" href={photoUrl} target="_blank" rel="noreferrer" underline="always">
                      {t('item.photo')}
                    </Anchor>
                  </div>
                )}
              </>
            ),
          },
          {
            name: t('item.price'),
            isNumber: true,
            cell: ({ unitPrice }) => (unitPrice ? format.money(unitPrice) : '–'),
          },
          { name: t('item.reason'), cell: ({ reason }) => (reason ? t(`reason.${reason}`) : '–') },
          {
            name: t('item.legalBasis'),
            cell: ({ legalBasis }) => (legalBasis ? t(`basis.${legalBasis}`) : '–'),
          },
          { name: t('case.resolution'), cell: ({ resolution }) => <Outcome outcome={resolution} /> },
          {
            name: t('item.rule'),
            cell: ({ decision }) => (decision === null ? '–' : <DecidedBy decision={decision} />),
          },
          { name: t('item.fulfilment'), cell: ({ fulfilment }) => t(`fulfilment.${fulfilment}`) },
        ]}
      />
    </section>
  );
}

/** The rule or the person behind a decision. */
function DecidedBy({ decision }: { decision: Shape<'Decision'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRuleName(decision.policyVersion);
  return (
    <>
      {decision.rule === null ? (decision.reason ?? t('item.byHand')) : nameOf(decision.rule)}
      <Text size="sm" c="dimmed">
        {decision.policyVersion !== null && t('item.policyVersion', { version: decision.policyVersion })}{' '}
        {format.dateTime(decision.decidedAt)}
      </Text>
    </>
  );
}
