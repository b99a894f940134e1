import { Anchor, Button, Group, Text } from '@mantine/core';
import { memo, useState } from 'react';
import { useFormat } from '../../i18n/format';
import { useShortcut } from '../../shell/shortcuts';
import type { Claim, ScreenItem } from '../desk-contract';
import { Key } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';
import { ResolutionDialog } from './resolution-dialog';
import { useFew } from './use-few';

/** What came back, what becomes of it, and by which rule. */
export const Items = memo(function Items({ claim, items }: { claim: Claim; items: readonly ScreenItem[] }) {
  const { t } = useDeskTexts();
  const { few, rest, more } = useFew(items, 10);
  const [changing, setChanging] = useState<string | null>(null);
  const open = items.filter(({ allowed }) => allowed.length > 0);
  useShortcut('d', t('resolution.title'), () => setChanging(open[0]?.id ?? null), open.length > 0);
  return (
    <section aria-labelledby="items">
      <Group justify="space-between" gap="xs">
        <h2 id="items" className="desk-heading">
          {t('case.items')} ({items.length})
        </h2>
        {open.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setChanging(open[0]?.id ?? null)}
            rightSection={<Key keys="d" />}
          >
            {t('resolution.title')}
          </Button>
        )}
      </Group>
      <ul className="desk-list">
        {few.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
      {rest > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={more}>
          {t('more', { count: rest })}
        </Button>
      )}
      <ResolutionDialog claim={claim} items={open} first={changing} onClose={() => setChanging(null)} />
    </section>
  );
});

function Item({ item }: { item: ScreenItem }) {
  const { t, wordOf } = useDeskTexts();
  const format = useFormat();
  const { decision } = item;
  return (
    <li className="item" data-plain={item.photoUrl === null || undefined}>
      <Photo item={item} />
      <div>
        <Text fw={600} size="sm">
          {item.quantity > 1 && `${item.quantity} × `}
          {item.product}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            item.unitPrice && format.money(item.unitPrice),
            item.reason && wordOf('reason', item.reason),
            item.condition && wordOf('condition', item.condition),
            item.legalBasis && wordOf('basis', item.legalBasis),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Text size="sm">
          <strong>{item.resolution ? wordOf('outcome', item.resolution) : t('item.undecided')}</strong>
          {item.fulfilment && item.fulfilment !== 'none' && ` · ${wordOf('fulfilment', item.fulfilment)}`}
        </Text>
        {decision && decision.outcome !== 'review' && (
          <Text size="sm" c="dimmed">
            {decision.rule === null || decision.ruleName === null
              ? t('item.byHand')
              : t('item.byRule', {
                  rule: decision.ruleName,
                  version: decision.policyVersion,
                })}
          </Text>
        )}
      </div>
    </li>
  );
}

/** Pictures are shown from our own address only: another's would learn who looks at them. */
function Photo({ item }: { item: ScreenItem }) {
  const { t } = useDeskTexts();
  if (item.photoUrl === null) return null;
  if (item.photoUrl.startsWith('/'))
    return <img className="item-photo" src={item.photoUrl} alt={item.product ?? ''} loading="lazy" />;
  return (
    <Anchor className="item-photo" href={item.photoUrl} target="_blank" rel="noreferrer noopener" size="xs">
      {t('item.photo')}
    </Anchor>
  );
}
