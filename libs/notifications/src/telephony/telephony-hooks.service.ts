import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, ENV, isId, systemCtx, type ClientCtx, type Env, type Tx } from '#platform';
import { MessageStatus } from '../message/message-status.service.js';
import { keepCallback, messageOfHook, type CalledMessage } from './callback.queries.js';
import { callReportSchema, messageReportSchema, type TwilioForm } from './hook.schema.js';
import { publicUrlOf } from './hook-urls.js';
import { toReports } from './provider-status.js';
import { fail } from './telephony.errors.js';
import type { ProviderStatus } from './telephony-provider.js';
import { isSignedForm } from './twilio-signature.js';

/** A hook as it came in. */
export interface TwilioHook {
  /** Path and query, as requested. */
  readonly path: string;
  readonly signature: string;
  readonly form: TwilioForm;
}

/** What the provider reports about messages and calls. */
@Injectable()
export class TelephonyHooks {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly status: MessageStatus,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Raises `hook.forged` for what the provider did not sign, `hook.unknown` where there is no provider. */
  requireGenuine({ path, signature, form }: TwilioHook): void {
    const { TWILIO_AUTH_TOKEN: token } = this.env;
    if (token === undefined) throw fail('hook.unknown');
    if (!isSignedForm(token, signature, `${publicUrlOf(this.env)}${path}`, form)) throw fail('hook.forged');
  }

  /**
   * Takes a status of an SMS or WhatsApp message. A status is kept once; repeats, and any order, end the same. Raises
   * `hook.forged`, `hook.unknown`.
   */
  async messageStatus(clientId: string, messageId: string, hook: TwilioHook): Promise<void> {
    this.requireGenuine(hook);
    const report = messageReportSchema.safeParse(hook.form);
    if (!report.success) throw fail('hook.unknown');
    await this.take(clientId, messageId, false, {
      providerId: report.data.MessageSid,
      status: report.data.MessageStatus,
      segments: report.data.NumSegments,
      errorCode: report.data.ErrorCode,
      answeredBy: null,
    });
  }

  /** The same for a call. */
  async callStatus(clientId: string, messageId: string, hook: TwilioHook): Promise<void> {
    this.requireGenuine(hook);
    const report = callReportSchema.safeParse(hook.form);
    if (!report.success) throw fail('hook.unknown');
    await this.take(clientId, messageId, true, {
      providerId: report.data.CallSid,
      status: report.data.CallStatus,
      segments: null,
      errorCode: null,
      answeredBy: report.data.AnsweredBy,
    });
  }

  /** Works on a hook's message in a transaction; raises `hook.unknown`. */
  withMessage<T>(
    clientId: string,
    messageId: string,
    work: (ctx: ClientCtx, tx: Tx, message: CalledMessage) => Promise<T>,
  ): Promise<T> {
    if (!isId(clientId) || !isId(messageId)) throw fail('hook.unknown');
    const ctx = systemCtx('twilio', clientId.toLowerCase(), this.clock.now());
    return this.db.tx(ctx, async (tx) => {
      const message = await messageOfHook(tx, ctx.clientId, messageId);
      if (!message) throw fail('hook.unknown');
      return work(ctx, tx, message);
    });
  }

  private take(clientId: string, messageId: string, isCall: boolean, status: ProviderStatus): Promise<void> {
    return this.withMessage(clientId, messageId, async (ctx, tx, message) => {
      if ((message.channel === 'voice') !== isCall) throw fail('hook.unknown');
      if (!(await keepCallback(tx, ctx.clientId, message.id, status, ctx.now))) return;
      await this.status.apply(ctx, tx, toReports(message.id, message.channel, status, ctx.now));
    });
  }
}
