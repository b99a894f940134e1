import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { PlanWords } from './plan-words';

/** How customers are reached, purpose by purpose. */
export function ContactPlansPage() {
  const { t } = useTranslation('messages');
  const format = useFormat();
  const plans = useQuery({
    queryKey: ['contact-plans'],
    queryFn: () => answer(api.GET('/v1/contact-plans')),
  });
  return (
    <>
      <PageTitle title={t('menu.plans')} />
      <Text mb="md">{t('messages.plansNote')}</Text>
      <Loaded query={plans}>
        {(rows) => (
          <Rows
            label={t('menu.plans')}
            rows={rows}
            keyOf={({ purpose }) => purpose}
            columns={[
              {
                name: t('messages.purpose'),
                cell: ({ purpose }) => (
                  <TextLink to="/contact-plans/$purpose" params={{ purpose }}>
                    {t(`purpose.${purpose}`)}
                  </TextLink>
                ),
              },
              { name: t('messages.steps'), cell: ({ steps }) => <PlanWords steps={steps} /> },
              {
                name: t('messages.version'),
                cell: ({ version, createdAt }) =>
                  version === null
                    ? t('messages.standard')
                    : t('messages.versionOf', { version, at: format.dateTime(createdAt) }),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
