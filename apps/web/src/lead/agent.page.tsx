import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { AgentProfileForm } from './agent-profile-form';
import { leadApi } from './lead-api';

/** One agent's profile, to change. */
export function AgentPage() {
  const { t } = useTranslation('lead');
  const { id } = useParams({ from: '/inside/agents/$id' });
  const agents = useQuery({ queryKey: ['agents'], queryFn: leadApi.agents });
  const agent = agents.data?.find((one) => one.id === id);
  return (
    <>
      <PageTitle title={agent?.name ?? t('role.agent')} />
      <Loaded query={agents}>
        {() => (agent ? <AgentProfileForm agent={agent} /> : <Empty title={t('problem.nothingHereTitle')} />)}
      </Loaded>
    </>
  );
}
