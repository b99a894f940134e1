import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';

/** A change at the server: says that it is done, and reads anew what it touched. */
export function useChange<I = void, O = unknown>(
  act: (input: I) => Promise<O>,
  { done, reads, then }: { done?: string; reads: readonly string[]; then?: (result: O) => unknown },
): UseMutationResult<O, Error, I> {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (result) => {
      if (done !== undefined) notifications.show({ message: done, color: 'teal' });
      await Promise.all(reads.map((key) => cache.invalidateQueries({ queryKey: [key] })));
      await then?.(result);
    },
  });
}
