import { Button, FileButton, Progress, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { ProblemNotice } from '../ui/problem-notice';
import { sendFile } from './send-file';

/** Where a file of cases is dropped or picked; leads to the upload once the file has left. */
export function UploadDrop() {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [isOver, setIsOver] = useState(false);
  const [dryRun, setDryRun] = useState(false);
  const [share, setShare] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => sendFile(file, dryRun, setShare),
    onSuccess: async ({ id }) => {
      await cache.invalidateQueries({ queryKey: ['uploads'] });
      await navigate({ to: '/uploads/$id', params: { id } });
    },
  });
  const take = (file: File | null | undefined): void => {
    if (!file || upload.isPending) return;
    setShare(0);
    upload.mutate(file);
  };
  return (
    <Stack gap="sm" mb="lg">
      {upload.error && <ProblemNotice error={upload.error} />}
      <section
        className="drop"
        aria-label={t('upload.drop')}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <Stack align="center" gap="sm">
          <Text fw={600}>{t('upload.drop')}</Text>
          <Text size="sm" c="dimmed" maw={560}>
            {t('upload.hint')}
          </Text>
          <FileButton
            onChange={take}
            accept=".csv,.json,.txt,text/csv,application/json"
            disabled={upload.isPending}
          >
            {(props) => (
              <Button {...props} loading={upload.isPending}>
                {t('upload.pick')}
              </Button>
            )}
          </FileButton>
          <Switch
            checked={dryRun}
            onChange={(event) => setDryRun(event.currentTarget.checked)}
            label={t('upload.dryRun')}
          />
          {upload.isPending && (
            <div style={{ width: '100%' }} role="status">
              <Text size="sm">
                {t('upload.sending', {
                  name: upload.variables.name,
                  size: format.bytes(upload.variables.size),
                })}
              </Text>
              <Progress value={share * 100} aria-label={t('upload.progress')} />
            </div>
          )}
        </Stack>
      </section>
    </Stack>
  );
}
