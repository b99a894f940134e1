import { Inject, Injectable } from '@nestjs/common';
import { ENV, type ClientCtx, type Env, type Tx } from '#platform';
import { Clients } from '#clients';
import { WorkItems } from '#desk';
import { Catalogue } from '../writing/catalogue.js';
import { announcedLanguage } from '../writing/languages.js';
import type { CalledMessage } from './callback.queries.js';
import { callReportSchema, type CallReport } from './hook.schema.js';
import { hookUrl, publicUrlOf } from './hook-urls.js';
import { onePhone } from './phone-number.js';
import { isMachine } from './provider-status.js';
import { senderFor } from './sender-choice.js';
import { sendersOf } from './sender.queries.js';
import { speechVoice } from './speech-voices.js';
import { hangUp, SpokenMessage } from './spoken-message.js';
import { TelephonyHooks, type TwilioHook } from './telephony-hooks.service.js';
import { fail } from './telephony.errors.js';

/** What a call says and what its keys do, answered while the customer is on the line. All answers are TwiML. */
@Injectable()
export class TelephonyCalls {
  constructor(
    private readonly hooks: TelephonyHooks,
    private readonly clients: Clients,
    private readonly workItems: WorkItems,
    private readonly catalogue: Catalogue,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The message, when a person picked up. Raises `hook.forged`, `hook.unknown`, as all of these. */
  answered(clientId: string, messageId: string, hook: TwilioHook): Promise<string> {
    return this.during(clientId, messageId, hook, (spoken, message, report) =>
      isMachine(report.AnsweredBy)
        ? hangUp()
        : spoken.message(message.body_text ?? '', this.url(clientId, messageId, 'keys/1')),
    );
  }

  /** 1 connects to the client's line, 2 asks for a call back; anything else is asked about once more, then it is over. */
  pressed(clientId: string, messageId: string, round: 1 | 2, hook: TwilioHook): Promise<string> {
    return this.during(clientId, messageId, hook, async (spoken, message, report, ctx, tx) => {
      if (report.Digits === '1') {
        const line = await this.lineOf(ctx, tx, message);
        if (line !== null) return spoken.connect(line, this.url(clientId, messageId, 'connected'));
      }
      if (report.Digits === '1' || report.Digits === '2') {
        await this.askForCallback(ctx, tx, message);
        return spoken.callback();
      }
      return round === 1 ? spoken.again(this.url(clientId, messageId, 'keys/2')) : spoken.goodbye();
    });
  }

  /** After the client's line: when nobody took it there, somebody calls back. */
  connected(clientId: string, messageId: string, hook: TwilioHook): Promise<string> {
    return this.during(clientId, messageId, hook, async (spoken, message, report, ctx, tx) => {
      if (report.DialCallStatus === 'completed') return spoken.goodbye();
      await this.askForCallback(ctx, tx, message);
      return spoken.callback();
    });
  }

  private during(
    clientId: string,
    messageId: string,
    hook: TwilioHook,
    answer: (
      spoken: SpokenMessage,
      message: CalledMessage,
      report: CallReport,
      ctx: ClientCtx,
      tx: Tx,
    ) => string | Promise<string>,
  ): Promise<string> {
    this.hooks.requireGenuine(hook);
    const report = callReportSchema.safeParse(hook.form);
    if (!report.success) throw fail('hook.unknown');
    return this.hooks.withMessage(clientId, messageId, async (ctx, tx, message) => {
      if (message.channel !== 'voice') throw fail('hook.unknown');
      const client = await this.clients.current(ctx);
      const language = announcedLanguage(message.language, client.defaultLanguage);
      const speech = speechVoice(language);
      if (speech === null) return hangUp();
      const sentences = this.catalogue.voice(language, client.settings.formality);
      return answer(new SpokenMessage(sentences, speech), message, report.data, ctx, tx);
    });
  }

  private async lineOf(ctx: ClientCtx, tx: Tx, message: CalledMessage): Promise<string | null> {
    const country = onePhone(message.recipient)?.country ?? null;
    return senderFor(await sendersOf(tx, ctx.clientId), 'voice', country)?.connectTo ?? null;
  }

  private async askForCallback(ctx: ClientCtx, tx: Tx, message: CalledMessage): Promise<void> {
    const { case_id: caseId, id: subjectId, language } = message;
    await this.workItems.queue(ctx, tx, [
      { kind: 'callback', caseId, subjectId, reason: 'asked_by_key', language },
    ]);
  }

  private url(clientId: string, messageId: string, what: Parameters<typeof hookUrl>[3]): string {
    return hookUrl(publicUrlOf(this.env), clientId, messageId, what);
  }
}
