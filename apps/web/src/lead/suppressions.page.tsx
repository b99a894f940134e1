import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Shape } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { useShortcut } from '../shell/shortcuts';
import { Dialog } from '../ui/dialog';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { useChange } from '../ui/use-change';
import { suppressionReasons } from './lead-words';
import { SuppressionDialog } from './suppression-dialog';

type Suppression = Shape<'Suppression'>;

/** Addresses that are no longer written to or rung up. */
export function SuppressionsPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Suppression | null>(null);
  const found = usePages(['suppressions'], (page) =>
    answer(api.GET('/v1/suppressions', { params: { query: page } })),
  );
  useShortcut('n', t('lead.suppress'), () => setAdding(true));
  return (
    <>
      <PageTitle title={t('menu.suppressions')}>
        <Button onClick={() => setAdding(true)}>{t('lead.suppress')}</Button>
      </PageTitle>
      <Loaded query={found}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('lead.noSuppressions')} />
          ) : (
            <Rows
              label={t('menu.suppressions')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('lead.address'), cell: ({ address }) => address },
                { name: t('contact.channel'), cell: ({ channel }) => t(`channel.${channel}`) },
                { name: t('lead.reason'), cell: ({ reason }) => <Reason code={reason} /> },
                { name: t('lead.since'), cell: ({ createdAt }) => format.dateTime(createdAt) },
                {
                  name: t('lead.action'),
                  cell: (row) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${t('lead.allow')}: ${row.address}`}
                      onClick={() => setRemoved(row)}
                    >
                      {t('lead.allow')}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <More query={found} />
      {isAdding && <SuppressionDialog onClose={() => setAdding(false)} />}
      {removed && <AllowDialog suppression={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

function AllowDialog({
  suppression: { id, address },
  onClose,
}: {
  suppression: Suppression;
  onClose: () => void;
}) {
  const { t } = useTranslation('lead');
  const change = useChange(() => answer(api.DELETE('/v1/suppressions/{id}', { params: { path: { id } } })), {
    done: t('lead.allowed'),
    reads: ['suppressions'],
    then: onClose,
  });
  return (
    <Dialog
      title={t('lead.allowOne', { name: address })}
      confirm={t('lead.allow')}
      change={change}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      {t('lead.allowNote')}
    </Dialog>
  );
}

/** Why, in words where the code is one of ours. */
function Reason({ code }: { code: string }) {
  const { t } = useTranslation('lead');
  const found = suppressionReasons.find((one) => one === code);
  return <>{found ? t(`lead.suppressed.${found}`) : code.replaceAll('_', ' ')}</>;
}
