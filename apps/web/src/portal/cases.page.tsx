import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { useShortcut } from '../shell/shortcuts';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { CaseStateBadge, Outcome } from '../ui/case-words';

const states = ['incomplete', 'review', 'decided', 'settled'] as const;

/** Cases, newest first; found by the client's own references. */
export function CasesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { state, uploadId } = useSearch({ from: '/inside/cases' });
  const [typed, setTyped] = useState('');
  const [by, setBy] = useState<'caseRef' | 'orderRef'>('caseRef');
  const [wanted, setWanted] = useState<{ caseRef?: string; orderRef?: string }>({});
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', t('case.search'), () => field.current?.focus());
  const cases = usePages(['cases', state, uploadId, wanted], (page) =>
    answer(api.GET('/v1/cases', { params: { query: { ...page, ...wanted, state, uploadId } } })),
  );
  const isFiltered = state !== undefined || uploadId !== undefined || Object.keys(wanted).length > 0;
  return (
    <>
      <PageTitle title={t('menu.cases')} />
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setWanted(typed.trim() === '' ? {} : { [by]: typed.trim() });
        }}
      >
        <Group align="flex-end" mb="sm">
          <TextInput
            ref={field}
            type="search"
            label={t('case.search')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label={t('case.searchBy')}
            value={by}
            onChange={(value) => setBy(value)}
            data={[
              { value: 'caseRef', label: t('case.caseRef') },
              { value: 'orderRef', label: t('case.orderRef') },
            ]}
          />
          <Button type="submit" variant="default">
            {t('action.search')}
          </Button>
        </Group>
      </form>
      <Group gap="xs" mb="md" role="group" aria-label={t('column.state')}>
        {[undefined, ...states].map((choice) => (
          <Button
            key={choice ?? 'all'}
            size="compact-sm"
            variant={state === choice ? 'filled' : 'default'}
            aria-pressed={state === choice}
            onClick={() => void navigate({ to: '/cases', search: { state: choice, uploadId } })}
          >
            {choice ? t(`case.${choice}`) : t('case.all')}
          </Button>
        ))}
        {uploadId !== undefined && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => void navigate({ to: '/cases', search: { state } })}
          >
            {t('case.ofUpload')} ✕
          </Button>
        )}
      </Group>
      <Loaded query={cases}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t(isFiltered ? 'case.noneFound' : 'case.none')}>
              {isFiltered && <Text c="dimmed">{t('case.noneFoundAdvice')}</Text>}
            </Empty>
          ) : (
            <Rows
              label={t('menu.cases')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: t('case.caseRef'),
                  cell: ({ id, caseRef }) => (
                    <TextLink to="/cases/$id" params={{ id }}>
                      {caseRef}
                    </TextLink>
                  ),
                },
                { name: t('case.orderRef'), cell: ({ orderRef }) => orderRef },
                { name: t('case.customer'), cell: ({ customer }) => customer.name ?? '–' },
                { name: t('column.state'), cell: (row) => <CaseStateBadge state={row.state} /> },
                {
                  name: t('case.resolution'),
                  cell: ({ items }) =>
                    [...new Set(items.map(({ resolution }) => resolution))].map((outcome) => (
                      <div key={outcome ?? ''}>
                        <Outcome outcome={outcome} />
                      </div>
                    )),
                },
                { name: t('case.openedAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
                { name: t('case.deadlineOn'), cell: ({ deadlineOn }) => format.date(deadlineOn) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={cases} />
    </>
  );
}
