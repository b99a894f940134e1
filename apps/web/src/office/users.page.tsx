import { NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { useClients } from '../shell/use-clients';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';

/** The people who sign in: the operator's own, or those of a client. */
export function UsersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { of } = useSearch({ from: '/inside/users' });
  const clients = useClients(true);
  const users = usePages(['users', of], (page) =>
    answer(
      api.GET('/v1/users', { params: { query: { ...page, ...(of === undefined ? {} : { client: of }) } } }),
    ),
  );
  return (
    <>
      <PageTitle title={t('menu.users')} />
      <NativeSelect
        mb="md"
        maw={320}
        label={t('users.of')}
        value={of ?? ''}
        onChange={(event) =>
          void navigate({ to: '/users', search: { of: event.currentTarget.value || undefined } })
        }
        data={[
          { value: '', label: t('users.operator') },
          ...(clients.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
      />
      <Loaded query={users}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('users.none')} />
          ) : (
            <Rows
              label={t('menu.users')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('users.name'), cell: ({ name }) => name },
                { name: t('users.email'), isCode: true, cell: ({ email }) => email },
                { name: t('users.role'), cell: ({ role }) => t(`role.${role}`) },
                { name: t('case.language'), cell: ({ locale }) => format.language(locale) },
                {
                  name: t('factor.title'),
                  cell: ({ secondFactor }) => t(secondFactor ? 'answer.yes' : 'answer.no'),
                },
                {
                  name: t('column.state'),
                  cell: ({ disabled }) => t(disabled ? 'users.disabled' : 'users.active'),
                },
                { name: t('users.since'), cell: ({ createdAt }) => format.dateTime(createdAt) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={users} />
    </>
  );
}
