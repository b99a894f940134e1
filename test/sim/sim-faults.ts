import type { AnswerKind } from '../support/outside-answers.js';
import type { MailBehaviour, OutsideMailOptions } from '../support/outside-mail.js';
import type { OutsideTwilioOptions, TwilioBehaviour, TwilioFate } from '../support/outside-twilio.js';
import { chance, draw } from './chance.js';

/** How much of what the outside does goes wrong, each kind by itself. */
export const faultShare = 0.1;

const mailFaults = {
  defer: faultShare,
  reject: faultShare,
  refuse_recipient: faultShare,
  stall: faultShare,
  drop: faultShare,
};
const twilioFaults = {
  busy: faultShare,
  broken: faultShare,
  broken_after: faultShare,
  silent: faultShare,
  cut: faultShare,
  absent: faultShare,
  refuse: faultShare,
};
export const answerShares: Partial<Record<AnswerKind, number>> = {
  hard_bounce: faultShare,
  soft_bounce: faultShare,
  delayed: faultShare,
  delivered: faultShare,
  away: faultShare,
  reply: faultShare,
  none: 1 - 6 * faultShare,
};

/** What becomes of the nth mail to an address follows from the seed, the address and n. */
export function mailFaultsOf(seed: number): OutsideMailOptions['behave'] {
  const tries = new Map<string, number>();
  return ({ to, nth }) => {
    const tried = tries.get(to) ?? 0;
    const behaviour = draw<MailBehaviour>(chance(seed, 'mail', to, tried), mailFaults, 'accept');
    // Recipients are asked for before their mail comes; only what ends the try counts.
    if (nth > 0 || behaviour === 'refuse_recipient') tries.set(to, tried + 1);
    return behaviour;
  };
}

export function twilioFaultsOf(seed: number): OutsideTwilioOptions['behave'] {
  const tries = new Map<string, number>();
  return ({ params }) => {
    const to = params['To'] ?? '';
    const tried = tries.get(to) ?? 0;
    tries.set(to, tried + 1);
    return draw<TwilioBehaviour>(chance(seed, 'twilio', to, tried), twilioFaults, 'accept');
  };
}

/** Messages arrive or don't; calls are answered, or not. */
export function twilioFates(seed: number): OutsideTwilioOptions['fate'] {
  const made = new Map<string, string[]>();
  return ({ kind, params, sid }): TwilioFate => {
    const to = params['To'] ?? '';
    const before = made.get(to) ?? [];
    if (!before.includes(sid)) made.set(to, [...before, sid]);
    const at = chance(seed, 'fate', to, (made.get(to) ?? []).indexOf(sid));
    const statuses = (...some: string[]): TwilioFate => some.map((status) => ({ status }));
    if (kind === 'call')
      return at < faultShare
        ? statuses('ringing', 'no-answer')
        : at < 2 * faultShare
          ? statuses('ringing', 'busy')
          : statuses('ringing', 'in-progress', 'completed');
    if (at < faultShare) return [...statuses('queued', 'sent'), { status: 'undelivered', errorCode: 30_003 }];
    if (at < 2 * faultShare) return [...statuses('queued'), { status: 'failed', errorCode: 30_006 }];
    return statuses('queued', 'sent', 'delivered');
  };
}
