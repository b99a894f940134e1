import { Clock, Database, newId, systemCtx } from '#platform';
import { insertMails, phoneMailOf } from '../mailbox/mailbox.queries.js';
import {
  TelephonyProvider,
  type LostMessage,
  type PhoneMessage,
  type ProviderAnswer,
  type ProviderStatus,
  type TemplateApproval,
} from './telephony-provider.js';

const titles = { sms: 'SMS', whatsapp: 'WhatsApp', voice: 'Call' } as const;

/** The outside world's stand-in for a trial: messages and calls go into the built-in mailbox and count as delivered. */
export class LocalTelephony extends TelephonyProvider {
  readonly isConnected = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async send(message: PhoneMessage): Promise<ProviderAnswer> {
    const { channel, to, from, text, messageId } = message;
    const receivedAt = this.clock.now();
    const title = titles[channel];
    const subject = `${title}: ${text.split('\n')[0] ?? ''}`.slice(0, 200);
    const head = [
      `Date: ${receivedAt.toUTCString()}`,
      `From: ${from}`,
      `To: ${to}`,
      `Message-ID: <${messageId}>`,
      `Subject: ${title}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    ].join('\r\n');
    await this.db.tx(systemCtx('mailbox', null, receivedAt), (tx) =>
      insertMails(tx, [
        {
          id: newId(),
          receivedAt,
          channel,
          sender: from,
          recipients: [to],
          subject,
          words: [to, from, subject, text, messageId].join('\n').toLowerCase(),
          raw: Buffer.from(`${head}\r\n\r\n${text}\r\n`),
        },
      ]),
    );
    return { result: 'accepted', ...over(messageId, channel) };
  }

  async find({ messageId, channel }: LostMessage): Promise<ProviderStatus[]> {
    const isThere = await this.db.tx(systemCtx('mailbox', null, this.clock.now()), (tx) =>
      phoneMailOf(tx, messageId),
    );
    return isThere ? [over(messageId, channel)] : [];
  }

  submitTemplate(): Promise<string> {
    return Promise.resolve(`HX${newId().replaceAll('-', '')}`);
  }

  approvalOf(): Promise<TemplateApproval> {
    return Promise.resolve({ state: 'approved', reason: null });
  }
}

function over(messageId: string, channel: string): ProviderStatus {
  const status = channel === 'voice' ? 'completed' : 'delivered';
  return { providerId: `local-${messageId}`, status, segments: null, errorCode: null, answeredBy: null };
}
