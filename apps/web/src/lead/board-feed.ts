import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { leadApi, type Board } from './lead-api';

const key = ['board'] as const;
/** The server pings every 15 s: silence for longer means that nobody is there. */
const silenceMs = 40_000;
const againMs = 3_000;

/** The board as the server sends it, while it is followed; `isFed` says whether it comes by itself just now. */
export function useBoard(isFollowed: boolean): { query: UseQueryResult<Board>; isFed: boolean } {
  const cache = useQueryClient();
  const [isFed, setFed] = useState(false);
  const query = useQuery({ queryKey: key, queryFn: leadApi.board, staleTime: 2_000 });
  useEffect(() => {
    if (!isFollowed) return undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (afterMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        setFed(false);
        // Reads once over HTTP too: a session that is over asks to sign in again.
        void cache.invalidateQueries({ queryKey: key });
        open();
      }, afterMs);
    };
    const open = (): void => {
      source?.close();
      source = new EventSource('/v1/desk/events');
      again(silenceMs);
      source.addEventListener('ping', () => again(silenceMs));
      source.addEventListener('board', ({ data }: MessageEvent<string>) => {
        setFed(true);
        cache.setQueryData(key, JSON.parse(data) as Board);
        again(silenceMs);
      });
      source.addEventListener('error', () => {
        setFed(false);
        again(againMs);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      source?.close();
      setFed(false);
    };
  }, [cache, isFollowed]);
  return { query, isFed };
}
