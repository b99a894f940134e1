import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useClients } from '../shell/use-clients';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';

const tones = { active: 'good', paused: 'busy', ended: 'calm' } as const;

/** The client companies. */
export function ClientsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const clients = useClients(true);
  return (
    <>
      <PageTitle title={t('menu.clients')} />
      <Loaded query={clients}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('client.none')} />
          ) : (
            <Rows
              label={t('menu.clients')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('client.name'), cell: ({ name }) => name },
                { name: t('client.code'), cell: ({ code }) => code },
                {
                  name: t('column.state'),
                  cell: ({ status }) => <StateBadge tone={tones[status]} label={t(`client.${status}`)} />,
                },
                { name: t('case.country'), cell: ({ country }) => format.country(country) },
                { name: t('case.language'), cell: ({ defaultLanguage }) => format.language(defaultLanguage) },
                { name: t('client.currency'), cell: ({ currency }) => currency },
                {
                  name: t('client.pages'),
                  cell: ({ code }) => (
                    <>
                      <TextLink
                        to="/cases"
                        search={{ client: code }}
                        aria-label={`${t('menu.cases')} ${code}`}
                      >
                        {t('menu.cases')}
                      </TextLink>{' '}
                      ·{' '}
                      <TextLink to="/users" search={{ of: code }} aria-label={`${t('menu.users')} ${code}`}>
                        {t('menu.users')}
                      </TextLink>
                    </>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </>
  );
}
