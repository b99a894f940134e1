import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { simpleParser } from 'mailparser';
import { newId, takeFromOutbox, type ClientCtx, type Tx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { ContactMeter, type ContactDraft, type ContactVerdict } from '#contacts';
import { newCaseRecord, newItem } from '../../../../test/support/case-factory.js';
import { OutsideMail } from '../../../../test/support/outside-mail.js';
import { createWorld, type World } from '../../../../test/support/world.js';
import { MessageDispatch } from '../mail/message-dispatch.service.js';
import { NotificationsModule } from '../notifications.module.js';
import { Notifications } from '../notifications.service.js';
import type { TemplateKey, TemplateParts } from './message-template.schema.js';
import { MessageTemplates } from './message-templates.service.js';
import { TemplatePreviews } from './template-previews.service.js';

class PlainMeter extends ContactMeter {
  async judge(_: ClientCtx, __: Tx, drafts: readonly ContactDraft[]): Promise<ContactVerdict[]> {
    return drafts.map(() => ({ billable: true, reason: 'accepted' }));
  }
  charge(): Promise<void> {
    return Promise.resolve();
  }
  retract(): Promise<void> {
    return Promise.resolve();
  }
}

@Global()
@Module({ providers: [{ provide: ContactMeter, useClass: PlainMeter }], exports: [ContactMeter] })
class MeterModule {}

const key: TemplateKey = { purpose: 'decision', language: 'de', channel: 'email' };
const words = (greeting: string): TemplateParts => ({
  subject: `${greeting} zu {{order}}`,
  greeting: 'Moin {{name}}!',
  paragraphs: ['{{decision}}', '{{items}}', '{{details}}'],
  regards: 'Bis bald',
  signature: 'Euer {{shop}}',
  senderName: '{{shop}} Rückgaben',
});

describe('a client’s own words', () => {
  let world: World;
  let outside: OutsideMail;
  let client: Client;
  let ctx: ClientCtx;
  let templates: MessageTemplates;
  let previews: TemplatePreviews;

  beforeAll(async () => {
    outside = await OutsideMail.start({ keepRaw: true });
    world = await createWorld([MeterModule, NotificationsModule], { env: { SMTP_URL: outside.url('') } });
    templates = world.get(MessageTemplates);
    previews = world.get(TemplatePreviews);
  });
  beforeEach(async () => {
    client = await world.newClient();
    ctx = world.as(client);
    outside.deliveries.length = 0;
  });
  afterAll(async () => {
    await world.close();
    await outside.close();
  });

  async function send(): Promise<CaseRecord> {
    const record = newCaseRecord({ state: 'decided', items: [newItem({ outcome: 'refund', quantity: 2 })] });
    await world.db.tx(ctx, async (tx) => {
      await world.get(Cases).write(ctx, tx, [record]);
      await world.get(Notifications).announce(ctx, tx, 'decision', [record]);
    });
    const { taken } = await world.db.tx(world.across, (tx) => takeFromOutbox(tx, 'message', 10, 60));
    await world.get(MessageDispatch).perform(taken);
    return record;
  }
  const messageOf = async (record: CaseRecord) => {
    const [message] = await world.get(Notifications).ofCase(ctx, record.id);
    return world.get(Notifications).get(ctx, record.id, message?.id ?? '');
  };

  it('come into force as versions, the newest; what was sent keeps the words it was sent in', async () => {
    const ours = await messageOf(await send());
    expect(ours.subject).toMatch(/^Rücksendung/);
    expect((await templates.save(ctx, key, words('Neues'))).inForce).toBe(1);
    const record = await send();
    const first = await messageOf(record);
    expect(first.subject).toBe(`Neues zu ${record.orderRef}`);
    expect(first.text).toContain(`Moin ${record.customer.name ?? ''}!`);
    expect(first.text).toContain('Bis bald\nEuer Shop');
    expect(first.html).toContain('2 × Blue shirt');
    const [, delivery] = outside.deliveries;
    const { from } = await simpleParser(delivery?.raw ?? '');
    expect(from?.value).toEqual([{ name: 'Shop 1 Rückgaben', address: 'service@shop1.example' }]);

    const second = await templates.save(ctx, key, words('Antwort'));
    expect(second).toMatchObject({ inForce: 2, versions: [{ version: 2 }, { version: 1 }] });
    expect((await messageOf(await send())).subject).toMatch(/^Antwort zu/);
    expect(await messageOf(record)).toEqual(first);
  });

  it('given again make no version', async () => {
    await templates.save(ctx, key, words('A'));
    expect((await templates.save(ctx, key, words('A'))).versions).toHaveLength(1);
  });

  it('go out of force: then our own words stand again, and versions go on counting', async () => {
    await templates.save(ctx, key, words('A'));
    await templates.revert(ctx, key);
    await templates.revert(ctx, key);
    const view = await templates.get(ctx, key);
    expect(view).toMatchObject({ inForce: null, parts: null, versions: [{ version: 1 }] });
    expect(view.versions[0]?.retiredAt).not.toBeNull();
    expect((await messageOf(await send())).subject).toMatch(/^Rücksendung/);
    expect((await templates.save(ctx, key, words('A'))).inForce).toBe(2);
  });

  it('saved at once by many are versions without gaps', async () => {
    const saved = Array.from({ length: 8 }, (_, n) => templates.save(ctx, key, words(`V${n}`)));
    await Promise.all(saved);
    const { versions } = await templates.get(ctx, key);
    expect(versions.map(({ version }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('never change: the application can neither rewrite nor remove a version', async () => {
    await templates.save(ctx, key, words('A'));
    for (const sql of [`UPDATE message_template SET parts = '{}'`, 'DELETE FROM message_template'])
      await expect(world.db.tx(ctx, (tx) => tx.execute(sql))).rejects.toMatchObject({ code: '42501' });
  });

  it('are the client’s own: another’s are neither seen nor used', async () => {
    await templates.save(ctx, key, words('A'));
    const other = world.as(await world.newClient());
    expect((await templates.list(other, { limit: 50 })).data).toEqual([]);
    expect((await templates.get(other, key)).versions).toEqual([]);
    expect((await templates.inForce(other)).find('decision', 'de', 'email')).toBeNull();
    await templates.revert(other, key);
    expect((await templates.get(ctx, key)).inForce).toBe(1);
  });

  it('are listed by purpose, language and channel, page by page', async () => {
    const sms: TemplateParts = { text: '{{shop}}: {{order}} {{details}}' };
    for (const language of ['de', 'fr', 'pl'] as const)
      await templates.save(ctx, { purpose: 'goods_received', language, channel: 'sms' }, sms);
    await templates.save(ctx, key, words('A'));
    const one = await templates.list(ctx, { limit: 2 });
    const two = await templates.list(ctx, { limit: 2, after: one.next ?? '' });
    expect([...one.data, ...two.data].map((t) => `${t.purpose} ${t.language} ${t.channel}`)).toEqual([
      'decision de email',
      'goods_received de sms',
      'goods_received fr sms',
      'goods_received pl sms',
    ]);
    expect(two.next).toBeNull();
    expect((await templates.list(ctx, { limit: 9, language: 'fr' })).data).toHaveLength(1);
    expect((await templates.list(ctx, { limit: 9, channel: 'email' })).data).toHaveLength(1);
  });

  it('are read once for all messages of five seconds', async () => {
    const query = jest.spyOn(world.db, 'tx');
    try {
      for (let n = 0; n < 200; n++) await templates.inForce(ctx);
      expect(query).toHaveBeenCalledTimes(1);
      world.clock.advance(5_001);
      await templates.inForce(ctx);
      expect(query).toHaveBeenCalledTimes(2);
    } finally {
      query.mockRestore();
    }
  });

  it('are refused with each finding, and nothing is saved', async () => {
    const wrong = { subject: '{{nobody}}', paragraphs: ['{{items}}'] };
    await expect(templates.save(ctx, key, wrong)).rejects.toMatchObject({
      code: 'template.invalid',
      errors: [
        { pointer: '/parts/subject', code: 'template.unknown_placeholder' },
        { pointer: '/parts/paragraphs', code: 'template.missing_placeholder' },
      ],
    });
    expect((await templates.get(ctx, key)).versions).toEqual([]);
  });

  it('together stay within a bound', async () => {
    const owner = await world.database.owner();
    await owner.query(
      `INSERT INTO message_template (client_id, purpose, language, channel, version, parts, created_by)
       SELECT $1, 'reminder', l::text, 'email', 1, jsonb_build_object('subject', repeat('x', 20000)), 'test'
       FROM generate_series(1, 51) AS l`,
      [client.id],
    );
    await owner.end();
    await expect(templates.save(ctx, key, words('A'))).rejects.toMatchObject({ code: 'template.too_much' });
  });

  it('are only for those who may', async () => {
    const agent = world.asRole('agent', client);
    await expect(templates.save(agent, key, words('A'))).rejects.toMatchObject({ code: 'request.forbidden' });
    await expect(templates.list(agent, { limit: 1 })).rejects.toMatchObject({ code: 'request.forbidden' });
    const operations = world.asRole('operations', client);
    expect((await templates.save(operations, key, words('A'))).versions[0]?.createdBy).toMatch(/^user:/);
  });

  describe('previewed', () => {
    it('are shown on an invented case, without being saved', async () => {
      const shown = await previews.preview(ctx, key, { parts: words('Probe') });
      expect(shown).toMatchObject({ subject: 'Probe zu B-20931', senderName: `${client.name} Rückgaben` });
      expect(shown.html).toContain('Aurora 42');
      expect(shown.text).toContain('Moin Alex Martin!');
      expect((await templates.get(ctx, key)).versions).toEqual([]);
      expect((await previews.preview(ctx, key, {})).subject).toMatch(/^Rücksendung/);
    });

    it('are shown over every channel with what it costs', async () => {
      const sms = await previews.preview(
        ctx,
        { purpose: 'goods_received', language: 'el', channel: 'sms' },
        {},
      );
      expect(sms.sms).toMatchObject({ encoding: 'UCS-2' });
      expect(sms.sms?.segments).toBeLessThanOrEqual(3);
      const voice = await previews.preview(
        ctx,
        { purpose: 'replacement_shipped', language: 'de', channel: 'voice' },
        {},
      );
      expect(voice.text).toContain('B, 2 0 9 3 1');
      const whatsapp = await previews.preview(
        ctx,
        { purpose: 'reminder', language: 'fi', channel: 'whatsapp' },
        {},
      );
      expect(whatsapp.whatsapp?.body).toMatch(/\{\{4\}\}/);
      expect(whatsapp.whatsapp?.values).toHaveLength(4);
    });

    it('show an SMS that is too long with its size', async () => {
      const sms: TemplateKey = { purpose: 'goods_received', language: 'de', channel: 'sms' };
      const parts = { text: `{{shop}} {{order}} ${'ł'.repeat(300)}` };
      expect((await previews.preview(ctx, sms, { parts })).sms).toMatchObject({
        encoding: 'UCS-2',
        segments: 5,
      });
      await expect(templates.save(ctx, sms, parts)).rejects.toMatchObject({ code: 'template.invalid' });
    });

    it('are shown on one of the client’s cases, and on no other’s', async () => {
      const record = newCaseRecord({
        state: 'decided',
        customer: { ...newCaseRecord().customer, name: 'Zoë' },
        items: [newItem({ outcome: 'refund', product: 'Rote Mütze' })],
      });
      await world.db.tx(ctx, (tx) => world.get(Cases).write(ctx, tx, [record]));
      const shown = await previews.preview(ctx, key, { parts: words('Probe'), caseId: record.id });
      expect(shown.html).toContain('Rote Mütze');
      expect(shown.text).toContain('Moin Zoë!');
      const other = world.as(await world.newClient());
      for (const [who, caseId] of [
        [other, record.id],
        [ctx, newId()],
      ] as const)
        await expect(previews.preview(who, key, { caseId })).rejects.toMatchObject({ code: 'case.unknown' });
    });

    it('say so when the case lacks what such a message says', async () => {
      const record = newCaseRecord({ state: 'review' });
      await world.db.tx(ctx, (tx) => world.get(Cases).write(ctx, tx, [record]));
      await expect(previews.preview(ctx, key, { caseId: record.id })).rejects.toMatchObject({
        code: 'template.not_for_case',
        params: { missing: 'outcome' },
      });
    });
  });
});
