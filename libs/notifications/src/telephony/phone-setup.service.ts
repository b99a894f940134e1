import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env, type Tx } from '#platform';
import type { Client } from '#clients';
import { messagePurposes } from '../message/message-purpose.js';
import { Catalogue, type Formality } from '../writing/catalogue.js';
import { whatsAppBody } from '../writing/channels/whatsapp.js';
import { messageLanguages } from '../writing/languages.js';
import type { PhoneSetup } from './phone-writing.service.js';
import { approvedTemplates, sendersOf } from './sender.queries.js';
import { phoneChannels, TelephonyProvider } from './telephony-provider.js';
import type { ApprovedTemplate } from './whatsapp-wording.js';

/** The number that a demonstration writes and calls under: of a country code that nobody has. */
const standIn = '+99900000000';

/** What a client has set up for SMS, WhatsApp and calls. */
@Injectable()
export class PhoneSetups {
  private readonly standIns = new Map<Formality, readonly ApprovedTemplate[]>();

  constructor(
    private readonly provider: TelephonyProvider,
    private readonly catalogue: Catalogue,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Whether what is handed over reaches anybody: a person, or the mailbox of a demonstration. */
  get hasProvider(): boolean {
    return this.provider.isConnected || this.env.REINTEGRO_DEMO === '1';
  }

  /** A demonstration without a provider needs no senders and no approvals. */
  async of(tx: Tx, client: Client): Promise<PhoneSetup> {
    const senders = await sendersOf(tx, client.id);
    if (this.provider.isConnected) return { senders, templates: await approvedTemplates(tx, client.id) };
    const own = new Set(senders.map((sender) => sender.channel));
    const added = phoneChannels
      .filter((channel) => !own.has(channel))
      .map((channel) => ({ channel, country: '*', address: standIn, costMicros: 0, connectTo: null }));
    return { senders: [...senders, ...added], templates: this.standInTemplates(client.settings.formality) };
  }

  private standInTemplates(formality: Formality): readonly ApprovedTemplate[] {
    let templates = this.standIns.get(formality);
    templates ??= messageLanguages.flatMap((language) => {
      const { body } = whatsAppBody(this.catalogue.voice(language, formality));
      return messagePurposes.map((purpose) => ({ purpose, language, contentSid: 'HX', body }));
    });
    this.standIns.set(formality, templates);
    return templates;
  }
}
