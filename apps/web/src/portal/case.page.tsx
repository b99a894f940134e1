import { Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { Facts } from '../ui/facts';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { CaseContacts } from './case-contacts';
import { CaseItems } from './case-items';
import { CaseMessages } from './case-messages';
import { CaseTimeline } from './case-timeline';
import { CaseStateBadge } from '../ui/case-words';

/** A case with its whole story. */
export function CasePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id } = useParams({ from: '/inside/cases/$id' });
  const query = useQuery({
    queryKey: ['cases', id],
    queryFn: () => answer(api.GET('/v1/cases/{id}', { params: { path: { id } } })),
  });
  return (
    <>
      <PageTitle title={t('case.title', { ref: query.data?.caseRef ?? '…' })} />
      <Loaded query={query}>
        {(found) => (
          <Stack gap="md">
            <Facts
              facts={[
                [t('column.state'), <CaseStateBadge key="state" state={found.state} />],
                [t('case.orderRef'), found.orderRef],
                [t('case.customer'), found.customer.name],
                [t('users.email'), found.customer.email],
                [t('case.phone'), found.customer.phone],
                [t('case.language'), format.language(found.language)],
                [t('case.country'), format.country(found.country)],
                [
                  t('case.address'),
                  [found.street, [found.postalCode, found.city].filter(Boolean).join(' ')]
                    .filter(Boolean)
                    .join(', ') || null,
                ],
                [t('case.iban'), found.iban],
                [t('case.orderedOn'), format.date(found.orderedOn)],
                [t('case.deliveredOn'), format.date(found.deliveredOn)],
                [t('case.receivedOn'), format.date(found.receivedOn)],
                [t('case.deadlineOn'), format.date(found.deadlineOn)],
                ...(found.waitsFor.length > 0
                  ? [
                      [
                        t('case.waitsFor'),
                        found.waitsFor.map((what) => t(`waits.${what}`)).join(', '),
                      ] as const,
                    ]
                  : []),
                ...(found.note ? [[t('case.note'), found.note] as const] : []),
              ]}
            />
            <CaseItems items={found.items} />
            <Tabs defaultValue="messages" keepMounted={false}>
              <Tabs.List>
                <Tabs.Tab value="messages">{t('case.messages')}</Tabs.Tab>
                <Tabs.Tab value="timeline">{t('case.timeline')}</Tabs.Tab>
                <Tabs.Tab value="contacts">{t('case.contacts')}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="messages" pt="md">
                <CaseMessages messages={found.messages} />
              </Tabs.Panel>
              <Tabs.Panel value="timeline" pt="md">
                <CaseTimeline events={found.timeline} />
              </Tabs.Panel>
              <Tabs.Panel value="contacts" pt="md">
                <CaseContacts contacts={found.contacts} />
              </Tabs.Panel>
            </Tabs>
          </Stack>
        )}
      </Loaded>
    </>
  );
}
