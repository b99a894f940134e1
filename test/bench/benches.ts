import type { Bench } from './bench.js';
import { fairnessBench, outboxBench } from './outbox.bench.js';

/** Every benchmark, in the order of the flow. */
export const benches: readonly Bench[] = [outboxBench, fairnessBench];
