import { Injectable } from '@nestjs/common';
import type { ClientCtx, Tx } from '#platform';
import type { Client } from '#clients';
import { ChannelReadiness, type ReadinessQuestion } from '../plan/channel-readiness.js';
import { announcedLanguage } from '../writing/languages.js';
import { onePhone } from './phone-number.js';
import { PhoneSetups } from './phone-setup.service.js';
import { speechVoice } from './speech-voices.js';
import { senderFor } from './sender-choice.js';
import type { PhoneSetup } from './phone-writing.service.js';

/** Whether a client can be reached for over SMS, WhatsApp and voice; mail always is. */
@Injectable()
export class PhoneReadiness extends ChannelReadiness {
  constructor(private readonly setups: PhoneSetups) {
    super();
  }

  override async refusals(
    _ctx: ClientCtx,
    tx: Tx,
    client: Client,
    questions: readonly ReadinessQuestion[],
  ): Promise<readonly (string | null)[]> {
    if (questions.every(({ channel }) => channel === 'email')) return questions.map(() => null);
    const setup = await this.setups.of(tx, client);
    return questions.map((question) => this.refusal(client, setup, question));
  }

  private refusal(client: Client, setup: PhoneSetup, question: ReadinessQuestion): string | null {
    const { channel, purpose, record } = question;
    if (channel === 'email') return null;
    if (!this.setups.hasProvider) return 'no_provider';
    const country = onePhone(question.recipient)?.country ?? record.country;
    if (senderFor(setup.senders, channel, country) === null) return 'no_sender';
    const language = announcedLanguage(question.language, client.defaultLanguage);
    if (channel === 'voice' && speechVoice(language) === null) return 'no_voice';
    const isApproved = setup.templates.some((t) => t.purpose === purpose && t.language === language);
    return channel === 'whatsapp' && !isApproved ? 'whatsapp_not_approved' : null;
  }
}
