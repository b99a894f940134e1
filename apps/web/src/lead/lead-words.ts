import type { Shape } from '../api/client';

export type WorkKind = Shape<'WorkItem'>['kind'];

export const workKinds = [
  'call',
  'callback',
  'reply',
  'unverified_mail',
  'failed_message',
  'review',
  'changed_case',
  'refund_problem',
  'out_of_stock',
] as const satisfies readonly WorkKind[];

export const skills = ['voice', 'mail', 'cases'] as const;
export type Skill = (typeof skills)[number];

export const statisticsBy = ['agent', 'queue', 'client', 'language'] as const;
export type StatisticsBy = (typeof statisticsBy)[number];

/** Common European Framework levels, weakest first; `native` above them. */
export const languageLevels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native'] as const;

/** Languages that customers are spoken to in: those of messages, as they are spoken. */
export const spokenLanguages = (
  'en de fr es it nl pt pl sv da fi nb el cs bg uk hr ru sr ca gl eu is nn lb bs mk be hu sq mt ga cy ro sk sl et lv ' +
  'lt tr'
).split(' ');

/** Reasons for which an address is on the list, as far as we give them. */
export const suppressionReasons = [
  'asked_agent',
  'asked_by_mail',
  'asked_to_stop',
  'complaint',
  'number_bad',
  'hard_bounce',
] as const;
