import { useState } from 'react';

/** The first of a long list, and more on demand: a page of thousands of lines answers no key in time. */
export function useFew<T>(all: readonly T[], step: number) {
  const [count, setCount] = useState(step);
  return {
    few: all.slice(0, count),
    rest: Math.max(0, all.length - count),
    more: () => setCount(count + step),
  };
}
