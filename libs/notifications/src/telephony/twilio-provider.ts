import twilio from 'twilio';
import { isHardCode } from './twilio-codes.js';
import { hookUrl } from './hook-urls.js';
import {
  ProviderRefusal,
  TelephonyProvider,
  type LostMessage,
  type PhoneMessage,
  type ProviderAnswer,
  type ProviderStatus,
  type TemplateApproval,
  type TemplateDraft,
} from './telephony-provider.js';
import { TwilioHttp } from './twilio-http.js';

/** Clocks differ: what Twilio dates a little before our request may be it. */
const skewMs = 60_000;
/** How many of the newest messages to one number are looked through. */
const lookThrough = 500;

export interface TwilioAccess {
  readonly accountSid: string;
  readonly authToken: string;
  /** Takes the place of Twilio's hosts: a proxy, or a simulator. */
  readonly baseUrl: string | undefined;
  /** Under which Twilio reaches our hooks. */
  readonly publicUrl: string;
}

/** SMS, WhatsApp and calls through Twilio's API. */
export class TwilioProvider extends TelephonyProvider {
  readonly isConnected = true;
  private readonly client: twilio.Twilio;

  constructor(private readonly access: TwilioAccess) {
    super();
    this.client = twilio(access.accountSid, access.authToken, { httpClient: new TwilioHttp(access.baseUrl) });
  }

  async send(message: PhoneMessage): Promise<ProviderAnswer> {
    try {
      const status = message.channel === 'voice' ? await this.call(message) : await this.write(message);
      return { result: 'accepted', ...status };
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) {
        // Twilio took it or not; what it answered could not be read.
        return { result: 'unknown', code: 'twilio_unreadable', words: (error as Error).name };
      }
      const { kind, code, words, waitMs } = error;
      if (kind === 'deferred') return { result: kind, code, words, waitMs };
      if (kind === 'unknown') return { result: kind, code, words };
      return { result: kind, code, words, isHard: isHardCode(Number(code.replace('twilio_', ''))) };
    }
  }

  /**
   * Asks for all messages to the number, not only those sent after some instant: what is queued has no such date yet and
   * would be missed.
   */
  async find(lost: LostMessage): Promise<ProviderStatus[] | null> {
    const since = lost.askedAt.getTime() - skewMs;
    try {
      return lost.channel === 'voice' ? await this.findCalls(lost, since) : await this.findTexts(lost, since);
    } catch (error) {
      if (error instanceof ProviderRefusal) return null;
      throw error;
    }
  }

  async submitTemplate(draft: TemplateDraft): Promise<string> {
    // This API takes JSON, which the client passes on under the names that it is given.
    const content = await this.client.content.v1.contents.create({
      friendly_name: draft.name,
      language: draft.language,
      variables: draft.samples,
      types: { 'twilio/text': { body: draft.body } },
    } as never);
    await this.client.content.v1
      .contents(content.sid)
      .approvalCreate.create({ name: draft.name, category: 'UTILITY' });
    return content.sid;
  }

  async approvalOf(sid: string): Promise<TemplateApproval> {
    const approval = await this.client.content.v1.contents(sid).approvalFetch().fetch();
    const { status, rejection_reason: reason } = (approval.whatsapp ?? {}) as Record<string, unknown>;
    const state =
      status === 'approved' || status === 'rejected' || status === 'paused'
        ? status
        : status === 'disabled'
          ? 'paused'
          : 'submitted';
    return { state, reason: typeof reason === 'string' && reason !== '' ? reason.slice(0, 200) : null };
  }

  private async write(message: PhoneMessage): Promise<ProviderStatus> {
    const { clientId, messageId, channel, template } = message;
    const sender = /^MG[0-9a-f]{32}$/.test(message.from)
      ? { messagingServiceSid: message.from }
      : { from: address(channel, message.from) };
    const made = await this.client.messages.create({
      to: address(channel, message.to),
      ...sender,
      ...(template === null
        ? { body: message.text }
        : { contentSid: template.sid, contentVariables: JSON.stringify(template.variables) }),
      statusCallback: hookUrl(this.access.publicUrl, clientId, messageId, 'status'),
    });
    return ofMessage(made);
  }

  private async call(message: PhoneMessage): Promise<ProviderStatus> {
    const { clientId, messageId } = message;
    const { publicUrl } = this.access;
    const made = await this.client.calls.create({
      to: message.to,
      from: message.from,
      url: hookUrl(publicUrl, clientId, messageId, 'voice'),
      method: 'POST',
      statusCallback: hookUrl(publicUrl, clientId, messageId, 'call'),
      // Once, when it is over: what came before is of no use by then.
      statusCallbackMethod: 'POST',
      machineDetection: 'Enable',
      timeout: 25,
      timeLimit: 900,
      record: false,
    });
    return ofCall(made);
  }

  private async findTexts(lost: LostMessage, since: number): Promise<ProviderStatus[]> {
    const found = await this.client.messages.list({
      to: address(lost.channel, lost.to),
      pageSize: 100,
      limit: lookThrough,
    });
    return found
      .filter((m) => m.dateCreated.getTime() >= since && m.direction !== 'inbound')
      .filter((m) => m.from === address(lost.channel, lost.from) || m.messagingServiceSid === lost.from)
      .filter((m) => m.body === lost.text)
      .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
      .map(ofMessage);
  }

  private async findCalls(lost: LostMessage, since: number): Promise<ProviderStatus[]> {
    const found = await this.client.calls.list({
      to: lost.to,
      from: lost.from,
      pageSize: 100,
      limit: lookThrough,
    });
    return found
      .filter((call) => call.dateCreated.getTime() >= since && call.direction !== 'inbound')
      .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
      .map(ofCall);
  }
}

function address(channel: string, number: string): string {
  return channel === 'whatsapp' ? `whatsapp:${number}` : number;
}

function ofMessage(made: {
  sid: string;
  status: string;
  numSegments: string;
  errorCode: number | null;
}): ProviderStatus {
  const segments = Number(made.numSegments);
  return {
    providerId: made.sid,
    status: made.status,
    // Through a messaging service Twilio counts later and says 0 until then.
    segments: Number.isInteger(segments) && segments > 0 ? segments : null,
    errorCode: made.errorCode ?? null,
    answeredBy: null,
  };
}

function ofCall(made: { sid: string; status: string; answeredBy: string | null }): ProviderStatus {
  return {
    providerId: made.sid,
    status: made.status,
    segments: null,
    errorCode: null,
    answeredBy: made.answeredBy ?? null,
  };
}
