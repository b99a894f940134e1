import { Card, SimpleGrid, Text, UnstyledButton } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Identity } from '../session/signed-in';
import { Empty } from '../ui/empty';
import { PageTitle } from '../ui/page-title';
import { Loaded } from '../ui/loaded';
import { useClients } from './use-clients';

const CardLink = createLink(UnstyledButton<'a'>);

/** Before a page about one client: whose? */
export function ChooseClient({ identity }: { identity: Identity }) {
  const { t } = useTranslation();
  const clients = useClients(identity.permissions.includes('client.read'));
  return (
    <>
      <PageTitle title={t('client.choose')} />
      <Loaded query={clients}>
        {(data) =>
          data.length === 0 ? (
            <Empty title={t('client.none')} />
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {data.map(({ code, name, country }) => (
                <CardLink key={code} to="." search={{ client: code }} component="a">
                  <Card withBorder>
                    <Text fw={650}>{name}</Text>
                    <Text size="sm" c="dimmed">
                      {code} · {country}
                    </Text>
                  </Card>
                </CardLink>
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </>
  );
}
