import type { z } from 'zod';

/** Queues by latency class, not by library. `interactive` answers a waiting person; `bulk` may take minutes. */
export const queues = ['interactive', 'dispatch', 'bulk', 'schedule'] as const;
export type QueueName = (typeof queues)[number];

/** A job as a typed constant. The payload carries ids only: job stores hold no personal data. */
export interface JobSpec<P = unknown> {
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: z.ZodType<P>;
  /** Runs repeatedly without a payload of its own, every so many milliseconds. */
  readonly everyMs?: number;
}

const specs = new Map<string, JobSpec>();

/** Declares a job; names are unique across the system. */
export function defineJob<P>(spec: JobSpec<P>): JobSpec<P> {
  if (specs.has(spec.name)) throw new Error(`job declared twice: ${spec.name}`);
  if (!/^[a-z][a-z0-9.-]*$/.test(spec.name)) throw new Error(`not a job name: ${spec.name}`);
  specs.set(spec.name, spec);
  return spec;
}

/** Every declared job; start-up fails when one has no handler. */
export function declaredJobs(): readonly JobSpec[] {
  return [...specs.values()];
}
