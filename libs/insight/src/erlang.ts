/*
 * Waiting in a queue with n agents, by A. K. Erlang, "Solution of some problems in the theory of probabilities of
 * significance in automatic telephone exchanges" (1917), as in V. B. Iversen, "Teletraffic Engineering Handbook" (ITU-D and
 * ITC): arrivals at random, handling times exponential, nobody gives up. Offered traffic is in erlangs: arrivals per second
 * times handling seconds.
 */

/** What is asked of a queue. */
export interface ServiceTarget {
  /** The share of items that are to be taken within `targetSeconds`; below 1. */
  readonly share: number;
  readonly targetSeconds: number;
  /** The most of their time that agents are to be busy. */
  readonly occupancyCap: number;
}

/**
 * Erlang B: the share of arrivals that find all agents busy where nobody waits. By its recursion over the number of agents,
 * which stays between 0 and 1 where the quotient of powers and factorials overflows beyond 170.
 */
export function erlangB(erlangs: number, agents: number): number {
  let blocked = 1;
  for (let n = 1; n <= agents; n++) blocked = (erlangs * blocked) / (n + erlangs * blocked);
  return blocked;
}

/** Erlang C: the probability that an arrival has to wait; 1 where the agents can't keep up. */
export function erlangC(erlangs: number, agents: number): number {
  return agents <= erlangs ? 1 : waitingOf(erlangs, agents, erlangB(erlangs, agents));
}

/** The share of arrivals that are taken within `withinSeconds`. */
export function serviceLevel(
  erlangs: number,
  agents: number,
  ahtSeconds: number,
  withinSeconds: number,
): number {
  return levelOf(erlangs, agents, ahtSeconds, withinSeconds, erlangB(erlangs, agents));
}

/** The fewest agents that hold the target. 0 where nothing arrives. One pass of the recursion. */
export function requiredAgents(erlangs: number, ahtSeconds: number, target: ServiceTarget): number {
  if (erlangs <= 0 || ahtSeconds <= 0) return 0;
  let blocked = 1;
  for (let n = 1; ; n++) {
    blocked = (erlangs * blocked) / (n + erlangs * blocked);
    if (erlangs > n * target.occupancyCap) continue;
    if (levelOf(erlangs, n, ahtSeconds, target.targetSeconds, blocked) >= target.share) return n;
  }
}

function waitingOf(erlangs: number, agents: number, blocked: number): number {
  return (agents * blocked) / (agents - erlangs * (1 - blocked));
}

function levelOf(
  erlangs: number,
  agents: number,
  ahtSeconds: number,
  withinSeconds: number,
  blocked: number,
): number {
  if (agents <= erlangs) return 0;
  const waiting = waitingOf(erlangs, agents, blocked);
  return 1 - waiting * Math.exp((-(agents - erlangs) * withinSeconds) / ahtSeconds);
}
