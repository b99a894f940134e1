import { ActionIcon, Button, Group, Kbd, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { ProblemNotice } from '../ui/problem-notice';
import { Rows } from '../ui/rows';
import { useChange } from '../ui/use-change';
import { DispositionDialog } from './disposition-dialog';
import { flagNames, leadApi, type Disposition } from './lead-api';
import { useClientCode } from './use-client';

const most = 15;

/** How contacts of a client can end, each on one key, in the order in which agents see them. */
export function DispositionsPage() {
  const { t } = useTranslation('lead');
  const client = useClientCode();
  const found = useQuery({ queryKey: ['dispositions'], queryFn: () => leadApi.dispositions(client) });
  return (
    <>
      <PageTitle title={t('menu.dispositions')} />
      <Text mb="md">{t('lead.dispositionsNote')}</Text>
      <Loaded query={found}>{(all) => <Dispositions client={client} all={all} />}</Loaded>
    </>
  );
}

function Dispositions({ client, all }: { client: string; all: readonly Disposition[] }) {
  const { t, i18n } = useTranslation('lead');
  const [open, setOpen] = useState<number | null>(null);
  const save = useChange((next: readonly Disposition[]) => leadApi.saveDispositions(client, next), {
    done: t('lead.saved'),
    reads: ['dispositions'],
    then: () => setOpen(null),
  });
  const nameOf = ({ labels, code }: Disposition): string => labels[i18n.language] ?? labels['en'] ?? code;
  const move = (at: number, by: number): void => {
    const next = [...all];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    save.mutate(next);
  };
  return (
    <>
      {save.error && open === null && <ProblemNotice error={save.error} />}
      <Rows
        label={t('menu.dispositions')}
        rows={all}
        keyOf={({ code }) => code}
        columns={[
          { name: t('lead.disposition'), cell: (row) => nameOf(row) },
          { name: t('lead.hotkey'), cell: ({ hotkey }) => <Kbd>{hotkey}</Kbd> },
          {
            name: t('lead.flags'),
            cell: ({ flags }) =>
              flagNames
                .filter((flag) => flags[flag])
                .map((flag) => t(`lead.flag.${flag}`))
                .join(', ') || '–',
          },
          {
            name: t('lead.retry'),
            cell: ({ retryRules }) =>
              retryRules === null
                ? '–'
                : t('lead.retryAfter', { minutes: retryRules.afterMinutes, tries: retryRules.maxTries }),
          },
          {
            name: t('lead.action'),
            cell: (row) => {
              const at = all.indexOf(row);
              const name = nameOf(row);
              return (
                <Group gap={4} wrap="nowrap">
                  <Arrow
                    label={t('lead.moveUp', { name })}
                    sign="↑"
                    disabled={at === 0}
                    onClick={() => move(at, -1)}
                  />
                  <Arrow
                    label={t('lead.moveDown', { name })}
                    sign="↓"
                    disabled={at === all.length - 1}
                    onClick={() => move(at, 1)}
                  />
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('lead.changeOne', { name })}
                    onClick={() => setOpen(at)}
                  >
                    {t('lead.change')}
                  </Button>
                </Group>
              );
            },
          },
        ]}
      />
      <Button mt="md" disabled={all.length >= most} onClick={() => setOpen(all.length)}>
        {t('lead.addDisposition')}
      </Button>
      {open !== null && (
        <DispositionDialog
          disposition={all[open]}
          others={all.filter((_, i) => i !== open)}
          save={save}
          onSave={(changed) =>
            save.mutate(all[open] ? all.map((one, i) => (i === open ? changed : one)) : [...all, changed])
          }
          onRemove={
            all[open] && all.length > 1 ? () => save.mutate(all.filter((_, i) => i !== open)) : undefined
          }
          onClose={() => {
            save.reset();
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

function Arrow(props: { label: string; sign: string; disabled: boolean; onClick: () => void }) {
  return (
    <ActionIcon
      variant="default"
      size="sm"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <span aria-hidden="true">{props.sign}</span>
    </ActionIcon>
  );
}
