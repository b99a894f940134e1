import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { addToOutbox, newId, takeFromOutbox } from '#platform';
import { Cases } from '#cases';
import { ContactMeter } from '#contacts';
import { newCaseRecord, newItem } from '../../../../test/support/case-factory.js';
import { OutsideTwilio, type TwilioMade } from '../../../../test/support/outside-twilio.js';
import { createWorld, type World } from '../../../../test/support/world.js';
import { Mailbox } from '../mailbox/mailbox.service.js';
import { insertMessages, telephonyOutbox } from '../message/message.queries.js';
import { NotificationsModule } from '../notifications.module.js';
import { ChannelReadiness } from '../plan/channel-readiness.js';
import { senderFor } from './sender-choice.js';
import { Senders } from './senders.service.js';
import { TelephonyDispatch } from './telephony-dispatch.service.js';
import type { PhoneChannel } from './telephony-provider.js';
import { WhatsAppTemplates } from './whatsapp-templates.service.js';

const meter = {
  judge: (_: unknown, __: unknown, drafts: readonly unknown[]) =>
    Promise.resolve(drafts.map(() => ({ billable: false, reason: 'test' }))),
  charge: () => Promise.resolve(),
};

@Global()
@Module({ providers: [{ provide: ContactMeter, useValue: meter }], exports: [ContactMeter] })
class MeterModule {}

const decided = (phone: string, language = 'de') => {
  const record = newCaseRecord({ state: 'decided', language, items: [newItem({ outcome: 'refund' })] });
  return { ...record, deadlineOn: '2026-03-16', customer: { ...record.customer, phone } };
};

/** Sends one message as a contact plan would. */
async function send(
  world: World,
  client: { id: string },
  channel: PhoneChannel,
  record: ReturnType<typeof decided>,
): Promise<{ state: string; reason: string | null; body_text: string | null } | undefined> {
  const ctx = world.as(client);
  const message = {
    id: newId(),
    caseId: record.id,
    customerId: record.customer.id,
    channel,
    step: 0,
    planVersion: null,
    facts: null,
    language: record.language,
    recipient: record.customer.phone,
    state: 'queued' as const,
    reason: null,
  };
  await world.db.tx(ctx, async (tx) => {
    await world.get(Cases).write(ctx, tx, [record]);
    await insertMessages(tx, client.id, 'decision', [message], ctx.now);
    await addToOutbox(tx, telephonyOutbox, [{ clientId: client.id, refId: message.id }]);
  });
  const { taken } = await world.db.tx(world.across, (tx) => takeFromOutbox(tx, telephonyOutbox, 50, 600));
  await world.get(TelephonyDispatch).perform(taken);
  const [row] = await world.db.tx(ctx, (tx) =>
    tx.query<{ state: string; reason: string | null; body_text: string | null }>(
      'SELECT state, reason, body_text FROM message WHERE id = $1',
      [message.id],
    ),
  );
  return row;
}

describe('a client’s phone channels', () => {
  let outside: OutsideTwilio;
  let world: World;

  beforeAll(async () => {
    outside = await OutsideTwilio.start();
    world = await createWorld([MeterModule, NotificationsModule], { env: outside.env });
  });
  afterAll(async () => {
    await world.close();
    await outside.close();
  });

  const refusals = async (client: Awaited<ReturnType<World['newClient']>>, language = 'de') => {
    const ctx = world.as(client);
    const recipient = '+4915112345678';
    const record = decided(recipient, language);
    const questions = (['email', 'sms', 'whatsapp', 'voice'] as const).map((channel) => ({
      record,
      purpose: 'decision' as const,
      language,
      channel,
      recipient,
    }));
    return world.db.tx(ctx, (tx) => world.get(ChannelReadiness).refusals(ctx, tx, client, questions));
  };

  it('are ready with a sender, a voice and approved words, and say what is missing', async () => {
    const client = await world.newClient();
    const ctx = world.as(client);
    expect(await refusals(client)).toEqual([null, 'no_sender', 'no_sender', 'no_sender']);
    const address = '+4930901820';
    const sender = { address, costMicros: 75_000, connectTo: null };
    for (const channel of ['sms', 'whatsapp', 'voice'] as const)
      await world.get(Senders).put(ctx, { channel, country: '*' }, sender);
    expect(await refusals(client)).toEqual([null, null, 'whatsapp_not_approved', null]);
    expect(await refusals(client, 'mt')).toEqual([null, null, 'whatsapp_not_approved', 'no_voice']);
  });

  it('send WhatsApp in approved words only, each message’s own in their places', async () => {
    const client = await world.newClient();
    const ctx = world.as(client);
    const templates = world.get(WhatsAppTemplates);
    await world
      .get(Senders)
      .put(
        ctx,
        { channel: 'whatsapp', country: '*' },
        { address: '+4930901820', costMicros: 1, connectTo: null },
      );
    const submitted = await templates.submit(ctx, { purpose: 'decision', language: 'de' });
    expect(submitted).toMatchObject({ state: 'submitted', version: 1 });
    await expect(templates.submit(ctx, { purpose: 'decision', language: 'de' })).rejects.toMatchObject({
      code: 'whatsapp_template.pending',
    });
    outside.change({ approval: { status: 'pending', rejection_reason: '' } });
    expect(await templates.refresh(ctx)).toMatchObject([{ state: 'submitted' }]);
    expect(await send(world, client, 'whatsapp', decided('+4915112000001'))).toMatchObject({
      state: 'failed',
      reason: 'whatsapp_not_approved',
    });
    outside.change({ approval: { status: 'approved', rejection_reason: '' } });
    await templates.refreshAll();
    const sent = await send(world, client, 'whatsapp', decided('+4915112000002'));
    expect(sent).toMatchObject({ state: 'sent' });
    const { params } = outside.made.at(-1) as TwilioMade;
    expect(params).toMatchObject({ From: 'whatsapp:+4930901820', To: 'whatsapp:+4915112000002' });
    expect(params['ContentSid']).toMatch(/^HX[0-9a-f]{32}$/);
    const values = JSON.parse(params['ContentVariables'] ?? '{}') as Record<string, string>;
    const body = submitted.body.replace(/\{\{(\d+)\}\}/g, (_, n: string) => values[n] ?? '');
    expect(sent?.body_text).toBe(body);
    outside.change({ approval: { status: 'paused', rejection_reason: '' } });
    expect(await templates.refresh(ctx)).toMatchObject([{ state: 'paused' }]);
  });

  it('refuse senders that a channel has no use for', async () => {
    const ctx = world.as(await world.newClient());
    const put = (channel: PhoneChannel, address: string) =>
      world.get(Senders).put(ctx, { channel, country: 'DE' }, { address, costMicros: 0, connectTo: null });
    for (const address of ['A name that is long', '12345', 'x;y', '<b>', ''])
      await expect(put('sms', address)).rejects.toMatchObject({ code: 'sender.unfit' });
    await expect(put('voice', 'Shop')).rejects.toMatchObject({ code: 'sender.unfit' });
    await expect(put('sms', 'Shop 1')).resolves.toMatchObject({ address: 'Shop 1' });
    await expect(world.get(Senders).remove(ctx, { channel: 'sms', country: 'FR' })).rejects.toMatchObject({
      code: 'sender.unknown',
    });
  });

  it('use a name only where networks take it, and a registered one where they ask for that', () => {
    const sender = (country: string, address: string) => ({
      channel: 'sms' as const,
      country,
      address,
      costMicros: 0,
      connectTo: null,
    });
    const named = [sender('*', 'Shop'), sender('CZ', 'ShopCZ'), sender('US', 'Shop')];
    expect(senderFor(named, 'sms', 'DE')?.address).toBe('Shop');
    expect(senderFor(named, 'sms', 'CZ')?.address).toBe('ShopCZ');
    expect(senderFor(named, 'sms', 'TR')).toBeNull();
    expect(senderFor(named, 'sms', 'US')).toBeNull();
    expect(senderFor([sender('*', '+4930901820')], 'sms', 'TR')?.address).toBe('+4930901820');
    expect(senderFor(named, 'voice', 'DE')).toBeNull();
  });
});

describe('phone channels without a provider', () => {
  it('end in the mailbox of a demonstration, as delivered', async () => {
    const world = await createWorld([MeterModule, NotificationsModule]);
    try {
      const client = await world.newClient();
      const sent = [];
      for (const [i, channel] of (['sms', 'whatsapp', 'voice'] as const).entries())
        sent.push(await send(world, client, channel, decided(`+491511200010${i}`)));
      expect(sent.map((message) => message?.state)).toEqual(['delivered', 'delivered', 'delivered']);
      const { mails } = await world.get(Mailbox).list(world.across, '', undefined);
      expect(mails.map(({ channel }) => channel).toSorted()).toEqual(['sms', 'voice', 'whatsapp']);
      const [sms] = (await world.get(Mailbox).list(world.across, '+4915112000100', undefined)).mails;
      expect(sms?.subject).toMatch(/^SMS: /);
      const detail = await world.get(Mailbox).get(world.across, sms?.id ?? '');
      expect(detail.text.trim()).toBe(sent[0]?.body_text);
    } finally {
      await world.close();
    }
  });

  it('are not ready in production: nobody would get anything', async () => {
    const world = await createWorld([MeterModule, NotificationsModule], { env: { REINTEGRO_DEMO: '0' } });
    try {
      const client = await world.newClient();
      const ctx = world.as(client);
      const recipient = '+4915112345678';
      const question = {
        record: decided(recipient),
        purpose: 'decision',
        language: 'de',
        recipient,
      } as const;
      const asked = (['sms', 'voice'] as const).map((channel) => ({ ...question, channel }));
      const refusals = world.db.tx(ctx, (tx) => world.get(ChannelReadiness).refusals(ctx, tx, client, asked));
      expect(await refusals).toEqual(['no_provider', 'no_provider']);
    } finally {
      await world.close();
    }
  });
});
