import { Button, Paper, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { Loaded } from '../ui/loaded';
import { ProblemNotice } from '../ui/problem-notice';
import { Rows } from '../ui/rows';

/** Where the person is signed in; each place but this one can be ended. */
export function SessionList() {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: () => answer(api.GET('/v1/me/sessions')),
  });
  const end = useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/v1/me/sessions/{id}', { params: { path: { id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="sm">
        {t('sessions.title')}
      </Title>
      {end.error && <ProblemNotice error={end.error} />}
      <Loaded query={sessions}>
        {({ data }) => (
          <Rows
            label={t('sessions.title')}
            rows={data}
            keyOf={({ id }) => id}
            columns={[
              { name: t('sessions.since'), cell: ({ createdAt }) => format.dateTime(createdAt) },
              { name: t('sessions.seen'), cell: ({ seenAt }) => format.dateTime(seenAt) },
              { name: t('sessions.until'), cell: ({ expiresAt }) => format.dateTime(expiresAt) },
              {
                name: t('sessions.end'),
                cell: ({ id, current, createdAt }) =>
                  current ? (
                    <Text size="sm">{t('sessions.this')}</Text>
                  ) : (
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={end.isPending && end.variables === id}
                      onClick={() => end.mutate(id)}
                      aria-label={t('sessions.endThat', { at: format.dateTime(createdAt) })}
                    >
                      {t('sessions.end')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Paper>
  );
}
