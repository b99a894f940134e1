import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { leadApi, situations } from './lead-api';
import { ScriptEditor } from './script-editor';
import { useClientCode } from './use-client';

/** The script of one situation: to change, line by line in two languages beside each other. */
export function ScriptPage() {
  const { t, i18n } = useTranslation('lead');
  const format = useFormat();
  const client = useClientCode() || undefined;
  const asked = useParams({ from: '/inside/scripts/$situation' }).situation;
  const situation = situations.find((one) => one === asked) ?? 'decision_told';
  const scripts = useQuery({ queryKey: ['scripts'], queryFn: () => leadApi.scripts(client) });
  const versions = useQuery({
    queryKey: ['scripts', situation],
    queryFn: () => leadApi.scriptVersions(client, situation),
  });
  return (
    <>
      <PageTitle title={`${t('lead.script')}: ${t(`lead.situation.${situation}`)}`} />
      <Loaded query={scripts}>
        {(all) => {
          const script = all.find((one) => one.situation === situation);
          return script ? (
            <ScriptEditor
              key={`${script.id ?? ''} ${script.version}`}
              script={script}
              isOwn={script.version > 0 && (script.clientId === null) === (client === undefined)}
            />
          ) : null;
        }}
      </Loaded>
      <Title order={2} size="h4" mt="xl" mb="sm">
        {t('lead.versions')}
      </Title>
      <Loaded query={versions}>
        {(all) =>
          all.length === 0 ? (
            t('lead.noVersions')
          ) : (
            <Rows
              label={t('lead.versions')}
              rows={all}
              keyOf={({ version }) => version}
              columns={[
                { name: t('lead.version'), cell: ({ version }) => version },
                {
                  name: t('column.state'),
                  cell: ({ inForce }) => (
                    <StateBadge
                      tone={inForce ? 'good' : 'calm'}
                      label={t(inForce ? 'policy.published' : 'policy.superseded')}
                    />
                  ),
                },
                { name: t('lead.savedAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
                {
                  name: t('lead.words'),
                  cell: ({ lines }) => (
                    <div className="words">
                      {lines.map((line) => line[i18n.language] ?? Object.values(line)[0]).join('\n')}
                    </div>
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
