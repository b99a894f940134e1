import { useInfiniteQuery } from '@tanstack/react-query';

interface Page<T> {
  readonly data: T[];
  readonly next: string | null;
}

/** A list that the API gives page by page: everything read so far as `data`, the rest by `fetchNextPage`. */
export function usePages<T>(
  key: readonly unknown[],
  read: (query: { limit: number; after?: string }) => Promise<Page<T>>,
  options: { refetchInterval?: number } = {},
) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read({ limit: 50, ...(pageParam === null ? {} : { after: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ data }) => data),
    ...options,
  });
}
