import type { NotificationSettings } from '#clients';
import type { Touch } from './touch.queries.js';

const dayMs = 24 * 3_600_000;
export const budgetWindowMs = 7 * dayMs;

/**
 * When a customer may be written to next, given the touches so far, oldest first: null for at once. A day is 24 hours and a
 * week 7 days back from now, so that nobody gets three messages before midnight and three after.
 */
export function heldByBudget(
  budget: NotificationSettings['budget'],
  touches: readonly Pick<Touch, 'at'>[],
  now: Date,
): Date | null {
  const free = [
    { limit: budget.perDay, ms: dayMs },
    { limit: budget.perWeek, ms: budgetWindowMs },
  ].map(({ limit, ms }) => {
    const recent = touches.filter(({ at }) => at.getTime() > now.getTime() - ms);
    // The oldest of the last `limit` must have left the window.
    const blocking = recent.length < limit ? undefined : recent[recent.length - limit];
    return blocking ? blocking.at.getTime() + ms : 0;
  });
  const until = Math.max(...free);
  return until > now.getTime() ? new Date(until) : null;
}
