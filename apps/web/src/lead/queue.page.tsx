import { Button, Group, NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Shape } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { AssignDialog } from './assign-dialog';
import { workKinds, type WorkKind } from './lead-words';
import { PriorityDialog } from './priority-dialog';
import { useClientCode } from './use-client';

type WorkItem = Shape<'WorkItem'>;

/** What waits at one client, in its order; the place to move an item or to give it to somebody. */
export function QueuePage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const navigate = useNavigate();
  const client = useClientCode();
  const { kind } = useSearch({ from: '/inside/queue' });
  const [open, setOpen] = useState<{ act: 'assign' | 'prioritise'; item: WorkItem } | null>(null);
  const items = usePages(['queue', kind], (page) =>
    answer(api.GET('/v1/desk/work-items', { params: { query: { ...page, client, kind } } })),
  );
  const nameOf = (item: WorkItem): string =>
    `${t(`lead.kind.${item.kind}`)}, ${format.language(item.language)}, ${format.dateTime(item.createdAt)}`;
  return (
    <>
      <PageTitle title={t('menu.queue')} />
      <NativeSelect
        mb="md"
        maw={320}
        label={t('lead.kindOfWork')}
        value={kind ?? ''}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ to: '/queue', search: { kind: (value || undefined) as WorkKind | undefined } })
        }
        data={[
          { value: '', label: t('case.all') },
          ...workKinds.map((value) => ({ value, label: t(`lead.kind.${value}`) })),
        ]}
      />
      <Loaded query={items}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('lead.nothingWaits')} />
          ) : (
            <Rows
              label={t('menu.queue')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('lead.kindOfWork'), cell: (item) => t(`lead.kind.${item.kind}`) },
                { name: t('case.language'), cell: ({ language }) => format.language(language) },
                { name: t('lead.priority'), isNumber: true, cell: ({ priority }) => priority },
                { name: t('lead.dueOn'), cell: ({ dueOn }) => format.date(dueOn) },
                { name: t('lead.since'), cell: ({ createdAt }) => format.dateTime(createdAt) },
                {
                  name: t('lead.case'),
                  cell: ({ caseId }) =>
                    caseId === null ? (
                      '–'
                    ) : (
                      <TextLink to="/cases/$id" params={{ id: caseId }}>
                        {t('lead.openCase')}
                      </TextLink>
                    ),
                },
                {
                  name: t('lead.action'),
                  cell: (item) => (
                    <Group gap={6}>
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`${t('lead.assign')}: ${nameOf(item)}`}
                        onClick={() => setOpen({ act: 'assign', item })}
                      >
                        {t('lead.assign')}
                      </Button>
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`${t('lead.prioritise')}: ${nameOf(item)}`}
                        onClick={() => setOpen({ act: 'prioritise', item })}
                      >
                        {t('lead.prioritise')}
                      </Button>
                    </Group>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <More query={items} />
      {open?.act === 'assign' && (
        <AssignDialog
          client={client}
          itemId={open.item.id}
          what={nameOf(open.item)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.act === 'prioritise' && (
        <PriorityDialog
          client={client}
          itemId={open.item.id}
          what={nameOf(open.item)}
          priority={open.item.priority}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
