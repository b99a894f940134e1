import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { ClientChoice } from './client-choice';
import { UnverifiedDialog } from './unverified-dialog';

/** Mails that nobody vouches for: those of a client, or without one those of strangers. */
export function UnverifiedPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const [openId, setOpenId] = useState<string | null>(null);
  const mails = usePages(['unverified-mails'], (page) =>
    answer(api.GET('/v1/unverified-mails', { params: { query: page } })),
  );
  return (
    <>
      <PageTitle title={t('menu.unverified')} />
      <Text mb="md" maw={720}>
        {t('lead.unverifiedNote')}
      </Text>
      <ClientChoice to="/unverified-mails" none={t('lead.strangers')} />
      <Loaded query={mails}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('lead.noUnverified')} />
          ) : (
            <Rows
              label={t('menu.unverified')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('lead.subject'), cell: ({ subject }) => subject ?? t('lead.noSubject') },
                { name: t('lead.sender'), cell: ({ from }) => from ?? '–' },
                { name: t('lead.recipient'), cell: ({ recipient }) => recipient },
                { name: t('lead.receivedAt'), cell: ({ receivedAt }) => format.dateTime(receivedAt) },
                { name: t('lead.size'), isNumber: true, cell: ({ byteCount }) => format.bytes(byteCount) },
                {
                  name: t('lead.action'),
                  cell: ({ id, subject }) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('lead.readOne', { name: subject ?? t('lead.noSubject') })}
                      onClick={() => setOpenId(id)}
                    >
                      {t('lead.read')}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <More query={mails} />
      {openId !== null && <UnverifiedDialog id={openId} onClose={() => setOpenId(null)} />}
    </>
  );
}
