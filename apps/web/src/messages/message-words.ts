import type { Shape } from '../api/client';

export type Plan = Shape<'ContactPlan'>;
export type Step = Plan['steps'][number];
export type Condition = NonNullable<Step['when']>[number];
export type Purpose = Plan['purpose'];
export type Template = Shape<'MessageTemplate'>;
export type Channel = Template['channel'];
export type MessageLanguage = Template['language'];

export const purposes = [
  'decision',
  'missing_information',
  'goods_received',
  'replacement_shipped',
  'out_of_stock',
  'refund_paid',
  'refund_failed',
  'reminder',
  'call_missed',
  'withdrawal_receipt',
] as const satisfies readonly Purpose[];

export const channels = ['email', 'sms', 'whatsapp', 'voice'] as const satisfies readonly Channel[];
export const stepChannels = [...channels, 'agent_call'] as const satisfies readonly Step['channel'][];
export const conditions = [
  'no_address',
  'bounced',
  'failed',
  'unknown',
  'unread',
] as const satisfies readonly Condition[];

/** Conditions that hold when nothing happened for a time. */
export const isTimed = (condition: Condition): boolean => condition === 'unknown' || condition === 'unread';

/** Languages that messages can be written in. */
export const messageLanguages = (
  'en de fr es it nl pt pl sv da fi nb el cs bg uk hr ru sr sr-Latn ca gl eu is nn lb bs mk be hu sq mt ga cy ro ' +
  'sk sl et lv lt tr'
).split(' ') as MessageLanguage[];
