import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { useMay } from '../session/use-identity';

/** Names of the rules of one policy version, for who may read policies; else a rule goes by its id. */
export function useRuleName(version: number | null): (rule: string) => string {
  const mayRead = useMay('policy.read');
  const policies = useQuery({
    queryKey: ['policies', 'version', version],
    enabled: mayRead && version !== null,
    staleTime: Infinity,
    queryFn: async () => {
      const list = await answer(api.GET('/v1/policies', { params: { query: { limit: 200 } } }));
      const found = list.data.find((policy) => policy.version === version);
      if (!found) return [];
      const policy = await answer(api.GET('/v1/policies/{id}', { params: { path: { id: found.id } } }));
      return policy.rules;
    },
  });
  return (rule) => policies.data?.find(({ id }) => id === rule)?.name ?? rule;
}
