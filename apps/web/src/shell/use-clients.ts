import { useQuery } from '@tanstack/react-query';
import { answer, api, type Shape } from '../api/client';

/** All clients, for staff to choose from; a few hundred at most. */
export function useClients(isWanted: boolean) {
  return useQuery({
    queryKey: ['clients', 'all'],
    enabled: isWanted,
    staleTime: 300_000,
    queryFn: async () => {
      const all: Shape<'Client'>[] = [];
      for (let after: string | undefined; ;) {
        const page = await answer(api.GET('/v1/clients', { params: { query: { limit: 200, after } } }));
        all.push(...page.data);
        if (page.next === null) return all;
        after = page.next;
      }
    },
  });
}
