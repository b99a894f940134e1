import type { Bench } from './bench.js';
import { intakeBench } from './intake.bench.js';
import { boardBench } from './board.bench.js';
import { claimBench } from './claim.bench.js';
import { deskLoadBench } from './desk-load.bench.js';
import { dispatchBench } from './dispatch.bench.js';
import { renderBench } from './render.bench.js';
import { resolutionBench } from './resolution.bench.js';
import { listingFileBench, sealBench } from './listings.bench.js';
import { ledgerBench, statementBench } from './metering.bench.js';
import { fairnessBench, outboxBench } from './outbox.bench.js';

/** Every benchmark, in the order of the flow. */
export const benches: readonly Bench[] = [
  intakeBench,
  resolutionBench,
  outboxBench,
  fairnessBench,
  renderBench,
  dispatchBench,
  claimBench,
  boardBench,
  deskLoadBench,
  sealBench,
  listingFileBench,
  ledgerBench,
  statementBench,
];
