import { hashKey, QueryClient } from '@tanstack/react-query';
import { scope } from '../session/scope';
import { mayPass } from './problem';

/** One cache; what one client's pages read is never shown on another's. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      queryKeyHashFn: (key) => hashKey([scope.client(), ...key]),
      retry: (failures, error) => mayPass(error) && failures < 2,
      staleTime: 10_000,
    },
    mutations: { retry: false },
  },
});
