import type { WorkItemKind } from './work-item.schema.js';

/** What an agent must be able to do for an item. */
export const skills = ['voice', 'mail', 'cases'] as const;
export type Skill = (typeof skills)[number];

const skillOf: Readonly<Record<WorkItemKind, Skill>> = {
  call: 'voice',
  callback: 'voice',
  reply: 'mail',
  unverified_mail: 'mail',
  failed_message: 'mail',
  review: 'cases',
  changed_case: 'cases',
  refund_problem: 'cases',
  out_of_stock: 'cases',
};

export function skillFor(kind: WorkItemKind): Skill {
  return skillOf[kind];
}

/** What an agent has to speak: the language, whatever script it is written in. */
export function spokenLanguage(language: string): string {
  return language.split('-', 1)[0] as string;
}

/** How many days before its statutory deadline an item goes before everything but overdue callbacks. */
export const urgentDays = 3;

/**
 * The queue's order, one number per item, smallest first. In tiers: what came back from a lost claim; callbacks, by the
 * time that was promised; statutory deadlines that are near, by date; the rest by priority with the team lead's weights,
 * then age. A callback becomes claimable when it is due, so every claimable one is due or overdue.
 */
export const tiers = { returned: 0, callback: 1, deadline: 2, ordinary: 3 } as const;
const tierSize = 1e15;
const prioritySize = 1e11;

export interface Ranked {
  readonly kind: WorkItemKind;
  /** Higher comes first. */
  readonly priority: number;
  /** The client's and the language's weight together. */
  readonly weight: number;
  readonly dueAt: Date | null;
  /** Local ISO date of the statutory deadline. */
  readonly dueOn: string | null;
  readonly createdAt: Date;
}

export function rankOf(item: Ranked, today: string): number {
  const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
  if (item.kind === 'callback' && item.dueAt !== null) return tiers.callback * tierSize + seconds(item.dueAt);
  if (item.dueOn !== null && daysBetween(today, item.dueOn) <= urgentDays)
    return tiers.deadline * tierSize + seconds(new Date(`${item.dueOn}T00:00:00Z`));
  const importance = Math.min(Math.max(item.priority + item.weight + 500, 0), 1000);
  return tiers.ordinary * tierSize + (1000 - importance) * prioritySize + seconds(item.createdAt);
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
