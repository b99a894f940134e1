import { Alert, Button, FileButton, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../ui/problem-notice';
import { listingApi, type ListingKind } from './listing-api';

/** Results for many lines at once: the listing's own file with a result column added. */
export function ResultsFile({ kind, id }: { kind: ListingKind; id: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const report = useMutation({
    mutationFn: (file: File) => listingApi[kind].reportFile(id, file),
    onSettled: () => cache.invalidateQueries({ queryKey: [kind, 'listings'] }),
  });
  return (
    <Paper withBorder p="md">
      <Stack gap="xs" align="flex-start">
        <Title order={2} size="h4">
          {t('results.title')}
        </Title>
        <Text size="sm">{t('results.hint', { values: listingApi[kind].results.join(', ') })}</Text>
        <FileButton
          onChange={(file) => {
            if (file) report.mutate(file);
          }}
          accept=".csv,text/csv"
        >
          {(props) => (
            <Button {...props} variant="default" loading={report.isPending}>
              {t('results.pick')}
            </Button>
          )}
        </FileButton>
        {report.error && <ProblemNotice error={report.error} />}
        {report.data && (
          <Alert
            color={report.data.rejected > 0 ? 'orange' : 'teal'}
            role="status"
            title={t('results.done', {
              applied: report.data.applied,
              unchanged: report.data.unchanged,
              rejected: report.data.rejected,
            })}
          >
            <List size="sm">
              {report.data.errors.map(({ row, reference, code }) => (
                <List.Item key={row}>
                  {t('results.row', { row, reference })}: {code}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
