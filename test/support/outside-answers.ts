import { createTransport } from 'nodemailer';
import { reportBy, reporters, type Reporter } from './bounces.js';
import type { OutsideDelivery } from './outside-mail.js';

/** What comes back for one mail that the outside world took. */
export type AnswerKind = 'none' | 'hard_bounce' | 'soft_bounce' | 'delayed' | 'delivered' | 'away' | 'reply';

export interface OutsideAnswer {
  readonly kind: AnswerKind;
  /** Envelope; empty for what programs send. */
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

export interface AnswerOptions {
  readonly random: () => number;
  /** How often each kind comes, by weight. */
  readonly weights: Readonly<Partial<Record<AnswerKind, number>>>;
  /** Share of the answers that come a second time. */
  readonly twice?: number;
}

const statuses = {
  hard_bounce: ['5.1.1', '5.2.1', '5.1.10'],
  soft_bounce: ['5.2.2', '5.7.1', '4.4.7'],
  delayed: ['4.4.1', '4.2.2'],
  delivered: ['2.1.5'],
} as const;

/** What the outside world sends back for these mails: some of it twice, all of it in another order. */
export function answersTo(deliveries: readonly OutsideDelivery[], options: AnswerOptions): OutsideAnswer[] {
  const { random, weights, twice = 0 } = options;
  const kinds = Object.entries(weights) as [AnswerKind, number][];
  const total = kinds.reduce((sum, [, weight]) => sum + weight, 0);
  const draw = (): AnswerKind => {
    let left = random() * total;
    for (const [kind, weight] of kinds) {
      left -= weight;
      if (left < 0) return kind;
    }
    return 'none';
  };
  const answers = deliveries.flatMap((delivery, i) => {
    const answer = answerTo(delivery, draw(), random, i);
    if (!answer) return [];
    return random() < twice ? [answer, answer] : [answer];
  });
  for (let i = answers.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [answers[i], answers[j]] = [answers[j] as OutsideAnswer, answers[i] as OutsideAnswer];
  }
  return answers;
}

function answerTo(
  delivery: OutsideDelivery,
  kind: AnswerKind,
  random: () => number,
  nth: number,
): OutsideAnswer | null {
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T;
  const [about = ''] = delivery.to;
  const id = `answer-${nth}-${delivery.messageId}`;
  switch (kind) {
    case 'none':
      return null;
    case 'hard_bounce':
    case 'soft_bounce': {
      const reporter = pick<Reporter>(reporters);
      const status = pick(statuses[kind]);
      const words = kind === 'hard_bounce' ? 'User unknown' : 'Mailbox full';
      return {
        kind,
        from: '',
        to: delivery.from,
        raw: reportBy(reporter, { to: delivery.from, about, status, words, original: delivery.raw, id }),
      };
    }
    case 'delayed':
    case 'delivered':
      return {
        kind,
        from: '',
        to: delivery.from,
        raw: reportBy('postfix', {
          to: delivery.from,
          about,
          status: pick(statuses[kind]),
          action: kind,
          id,
        }),
      };
    case 'away':
      return {
        kind,
        from: '',
        to: delivery.from,
        raw: letter(about, delivery.from, id, 'Automatische Antwort: Rücksendung', 'Ich bin im Urlaub.', [
          'Auto-Submitted: auto-replied',
        ]),
      };
    case 'reply': {
      const to = /^Reply-To: <([^>]+)>/im.exec(delivery.raw.toString('latin1'))?.[1] ?? delivery.from;
      const text = `Danke, aber wann?\r\n\r\nAm 2. März 2026 schrieb Shop <${to}>:\r\n> Ihre Rücksendung`;
      const raw = letter(about, to, id, 'Re: Rücksendung', text, [
        `In-Reply-To: <${delivery.messageId}>`,
        `References: <${delivery.messageId}>`,
      ]);
      return { kind, from: about, to, raw };
    }
  }
}

/** A mail of text as a person's program writes it. */
export function letter(
  from: string,
  to: string,
  id: string,
  subject: string,
  text: string,
  more: readonly string[] = [],
): Buffer {
  return Buffer.from(
    [
      `From: Customer <${from}>`,
      `To: <${to}>`,
      `Subject: ${subject}`,
      `Message-ID: <${id}>`,
      'Date: Mon, 2 Mar 2026 10:10:00 +0000',
      ...more,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '',
    ].join('\r\n'),
  );
}

/** Sends answers to a listener over real SMTP, in their order; resolves with how many it accepted. */
export async function sendAnswers(port: number, answers: readonly OutsideAnswer[]): Promise<number> {
  const pool = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: 4,
    maxMessages: 40,
  });
  const sent = await Promise.allSettled(
    answers.map(({ from, to, raw }) => pool.sendMail({ envelope: { from, to: [to] }, raw })),
  );
  pool.close();
  return sent.filter(({ status }) => status === 'fulfilled').length;
}
