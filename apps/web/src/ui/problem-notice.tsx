import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ConnectionLost, mayPass, ProblemError } from '../api/problem';

/** What went wrong in words, and what the reader can do. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const advice = useAdvice(error);
  const problem = error instanceof ProblemError ? error.problem : null;
  const detail =
    problem?.detail ||
    t(
      error instanceof ConnectionLost || problem === null || problem.status < 500
        ? error instanceof ConnectionLost
          ? 'connection.lost'
          : 'problem.unknown'
        : 'problem.server',
    );
  return (
    <Alert color="red" role="alert" title={detail}>
      <Stack gap="xs" align="flex-start">
        {problem?.errors && (
          <List size="sm">
            {problem.errors.map(({ pointer, detail: found }) => (
              <List.Item key={pointer + found}>
                {pointer.replace(/^\//, '').replaceAll('/', ' › ')}: {found}
              </List.Item>
            ))}
          </List>
        )}
        <Text size="sm">{advice}</Text>
        {onRetry && mayPass(error) && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )}
        {problem?.requestId && (
          <Text size="xs" c="dimmed">
            {t('problem.reference', { id: problem.requestId })}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

/** What helps, by what kind of refusal it is. */
function useAdvice(error: unknown): string {
  const { t } = useTranslation();
  if (error instanceof ConnectionLost) return t('connection.retrying');
  if (!(error instanceof ProblemError)) return t('advice.reload');
  const { status } = error.problem;
  if (status === 403) return t('advice.permission');
  if (status === 404) return t('advice.gone');
  if (status === 409) return t('advice.changed');
  if (status === 413) return t('advice.smaller');
  if (status === 429) return t('advice.wait');
  if (status >= 500) return t('advice.server');
  return t('advice.correct');
}
