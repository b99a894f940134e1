import { useQuery } from '@tanstack/react-query';
import { leadApi } from './lead-api';

/** Everybody who may work at the desk. */
export function useAgents() {
  return useQuery({ queryKey: ['agents'], queryFn: leadApi.agents, staleTime: 60_000 });
}
