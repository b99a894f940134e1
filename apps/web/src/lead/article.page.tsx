import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { ArticleForm } from './article-form';
import { leadApi } from './lead-api';
import { useClientCode } from './use-client';

/** An article to write, with the versions before it. */
export function ArticlePage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const client = useClientCode() || undefined;
  const { id } = useParams({ from: '/inside/articles/$id' });
  const isNew = id === 'new';
  const versions = useQuery({
    queryKey: ['articles', id],
    enabled: !isNew,
    queryFn: () => leadApi.articleVersions(client, id),
  });
  if (isNew) {
    return (
      <>
        <PageTitle title={t('lead.addArticle')} />
        <ArticleForm article={null} />
      </>
    );
  }
  return (
    <>
      <PageTitle title={versions.data?.[0]?.title ?? t('lead.article')} />
      <Loaded query={versions}>
        {(all) => (
          <>
            <ArticleForm key={all[0]?.version ?? 0} article={all[0] ?? null} />
            <Title order={2} size="h4" mt="xl" mb="sm">
              {t('lead.versions')}
            </Title>
            <Rows
              label={t('lead.versions')}
              rows={all}
              keyOf={({ version }) => version}
              columns={[
                { name: t('lead.version'), cell: ({ version }) => version },
                { name: t('lead.title'), cell: ({ title }) => title },
                { name: t('lead.savedAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
                { name: t('lead.words'), cell: ({ body }) => <div className="words">{body}</div> },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
