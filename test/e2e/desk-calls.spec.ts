import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Claims, CallWatch } from '#desk';
import { newId } from '#platform';
import { accountSid } from '../support/outside-twilio.js';
import {
  browserEnv,
  clientLine,
  createCallDesk,
  ownNumber,
  type CallAgent,
  type CallClaim,
  type CallDesk,
} from '../support/call-desk.js';
import { seeded } from '../support/outside-mail.js';

const tenOClock = '2026-03-02T10:00:00Z';

describe('calls of agents', () => {
  let desk: CallDesk;

  beforeAll(async () => {
    desk = await createCallDesk(browserEnv);
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    const owner = await desk.database.owner();
    await owner.query(
      `UPDATE work_item SET state = 'done', agent_id = NULL, lease_until = NULL WHERE state IN ('claimed', 'queued')`,
    );
    await owner.query(`UPDATE claim SET state = 'released', ended_at = now() WHERE state = 'active'`);
    desk.clock.set(tenOClock);
    desk.outside.change({ behave: () => 'accept' });
    desk.outside.calls.isBroken = () => false;
  });

  const path = (held: CallClaim, rest = '') => `/v1/desk/claims/${held.id}/calls${rest}`;
  const dial = (by: CallAgent, held: CallClaim, way: string) =>
    by.post(path(held), { token: held.token, way });
  const act = (by: CallAgent, held: CallClaim, callId: string, what: string, more: object = {}) =>
    by.post(path(held, `/${callId}/${what}`), { token: held.token, ...more });
  const stateOf = async (held: CallClaim, callId: string) => {
    const [row] = await desk.rows<{ state: string; reason: string | null }>(
      held.client,
      'SELECT state, reason, talk_seconds AS seconds, held_seconds AS held, recording, transfer FROM desk_call WHERE id = $1',
      [callId],
    );
    return row;
  };
  const answerUrl = (held: CallClaim, callId: string) =>
    `https://desk.example/v1/hooks/twilio/${held.client.id}/desk-calls/${callId}/answer`;
  const answer = (held: CallClaim, callId: string, form: Record<string, string> = {}) => {
    const agentSid = desk.phonesOf(callId)[0]?.sid ?? '';
    const whole = { CallSid: agentSid, CallStatus: 'in-progress', AnsweredBy: 'human', ...form };
    return desk.hook(desk.outside.sign(answerUrl(held, callId), whole));
  };
  const phone = (callId: string, nth: number) => {
    const found = desk.phonesOf(callId)[nth];
    if (!found) throw new Error(`no phone ${nth} of the call`);
    return found;
  };
  const tell = (callId: string, nth: number, status: string) =>
    desk.hook(desk.outside.calls.report(phone(callId, nth), status));
  /** A bridged call on which both talk. */
  const talk = async (changes: Parameters<CallDesk['contact']>[0] = {}) => {
    const { by, held } = await desk.contact(changes);
    const { body } = await dial(by, held, 'bridge');
    const id = String(body['id']);
    await answer(held, id);
    await tell(id, 1, 'ringing');
    await tell(id, 1, 'in-progress');
    return { by, held, id };
  };
  const sweep = async (seconds: number) => {
    desk.clock.advance(seconds * 1_000);
    await desk.get(CallWatch).sweep(desk.clock.now());
  };

  describe('dialled by hand', () => {
    it('show the number, count as a reveal and as a touch, and are one call however often asked for', async () => {
      const { by, held } = await desk.contact();
      const calls = await Promise.all(Array.from({ length: 10 }, () => dial(by, held, 'hand')));
      expect(calls.map(({ status }) => status)).toEqual(Array(10).fill(201));
      expect(new Set(calls.map(({ body }) => body['id'])).size).toBe(1);
      expect(calls[0]?.body).toMatchObject({
        way: 'hand',
        state: 'dialling',
        number: held.record.customer.phone,
        recordingConsent: 'never',
      });
      const count = (sql: string) => desk.rows(held.client, sql, [held.record.id]);
      expect(await count(`SELECT FROM reveal WHERE case_id = $1 AND field = 'phone'`)).toHaveLength(1);
      const touches = `SELECT FROM customer_touch t JOIN return_case c USING (client_id, customer_id) WHERE c.id = $1`;
      expect(await count(touches)).toHaveLength(1);
      const id = String(calls[0]?.body['id']);
      expect((await act(by, held, id, 'hold')).body['code']).toBe('desk.call_state');
      expect((await act(by, held, id, 'end')).body).toMatchObject({ state: 'ended' });
      expect(desk.phonesOf(id)).toEqual([]);
    });

    it('are not stopped by details that were asked for, nor those by them', async () => {
      const { by, held } = await desk.contact();
      await desk.rows(
        held.client,
        `INSERT INTO reveal (client_id, id, claim_id, case_id, agent_id, field, reason, at)
         SELECT c.client_id, gen_random_uuid(), c.id, $1, c.agent_id, 'iban', 'test', clock_timestamp()
         FROM claim c CROSS JOIN generate_series(1, 30) WHERE c.id = $2`,
        [held.record.id, held.id],
      );
      expect((await dial(by, held, 'hand')).status).toBe(201);
      const reveal = { token: held.token, field: 'phone', reason: 'to read it out' };
      const refused = await by.post(`/v1/desk/claims/${held.id}/reveals`, reveal);
      expect(refused.body['code']).toBe('desk.reveals_exhausted');
    });

    it('are over with the claim', async () => {
      const { by, held } = await desk.contact();
      const { body } = await dial(by, held, 'hand');
      await sweep(30);
      expect(await stateOf(held, String(body['id']))).toMatchObject({ state: 'dialling' });
      await by.post(`/v1/desk/claims/${held.id}/release`, { token: held.token, reason: 'test' });
      await sweep(30);
      expect(await stateOf(held, String(body['id']))).toMatchObject({ state: 'ended' });
    });
  });

  describe('over the bridge', () => {
    it('ring the agent, then exactly this customer under the client’s number, and end as Twilio counts', async () => {
      const { by, held } = await desk.contact();
      const { status, body } = await dial(by, held, 'bridge');
      expect([status, body['state']]).toEqual([201, 'dialling']);
      expect(body['number']).toBeUndefined();
      const id = String(body['id']);
      expect(phone(id, 0).params).toMatchObject({ To: by.phone, From: ownNumber, Record: 'false' });
      expect(desk.phonesOf(id)).toHaveLength(1);

      const said = await answer(held, id);
      expect(said.headers['content-type']).toContain('text/xml');
      expect(said.text).toContain('record="do-not-record"');
      expect(said.text).toContain(`desk-${id}</Conference>`);
      expect(phone(id, 1).params).toMatchObject({
        To: held.record.customer.phone,
        From: ownNumber,
        Record: 'false',
        ConferenceRecord: 'do-not-record',
        EndConferenceOnExit: 'true',
      });
      // Twilio asks again when it did not like our answer: nobody is rung up twice.
      expect((await answer(held, id)).text).toContain('</Conference>');
      expect(desk.phonesOf(id)).toHaveLength(2);

      await tell(id, 1, 'ringing');
      expect(await stateOf(held, id)).toMatchObject({ state: 'ringing' });
      await tell(id, 1, 'in-progress');
      expect(await stateOf(held, id)).toMatchObject({ state: 'talking' });
      desk.clock.advance(61_000);
      await tell(id, 1, 'completed');
      expect(await stateOf(held, id)).toMatchObject({ state: 'ended', seconds: 61, reason: null });
      const events = await desk.rows<{ kind: string }>(
        held.client,
        `SELECT kind FROM timeline_event WHERE case_id = $1 AND kind LIKE 'call.%' ORDER BY id`,
        [held.record.id],
      );
      expect(events.map(({ kind }) => kind)).toEqual(['call.dialled', 'call.ended']);
    });

    it('do not connect a customer to the agent’s voicemail', async () => {
      const { by, held } = await desk.contact();
      const id = String((await dial(by, held, 'bridge')).body['id']);
      expect((await answer(held, id, { AnsweredBy: 'machine_start' })).text).toContain('<Hangup/>');
      expect(desk.phonesOf(id)).toHaveLength(1);
      expect(await stateOf(held, id)).toMatchObject({ state: 'failed', reason: 'agent_machine' });
      // Nothing reached the customer, so nothing of the budget is used.
      const sql = 'SELECT FROM customer_touch WHERE source_id = $1';
      expect(await desk.rows(held.client, sql, [id])).toEqual([]);
    });

    it('end in the same state in every order of 46 copies of each report', async () => {
      const { by, held } = await desk.contact();
      const id = String((await dial(by, held, 'bridge')).body['id']);
      await answer(held, id);
      const { calls } = desk.outside;
      const customer = phone(id, 1);
      const step = (seconds: number) => desk.clock.advance(seconds * 1_000);
      const once = [
        calls.report(customer, 'initiated'),
        (step(2), calls.report(customer, 'ringing')),
        (step(5), calls.report(customer, 'in-progress')),
        (step(10), calls.roomReport(customer, 'participant-hold')),
        (step(20), calls.roomReport(customer, 'participant-unhold')),
        (step(30), calls.report(customer, 'completed')),
        calls.report(phone(id, 0), 'completed'),
      ];
      const random = seeded(46);
      const shuffled = once
        .flatMap((report) => Array.from({ length: 46 }, () => ({ report, at: random() })))
        .toSorted((a, b) => a.at - b.at);
      for (let i = 0; i < shuffled.length; i += 16) {
        const answers = await Promise.all(shuffled.slice(i, i + 16).map(({ report }) => desk.hook(report)));
        expect(answers.filter((one) => one.status !== 204).map((one) => one.body)).toEqual([]);
      }
      expect(await stateOf(held, id)).toMatchObject({ state: 'ended', seconds: 60, held: 20 });
      const kept = await desk.rows(held.client, 'SELECT FROM desk_call_report WHERE call_id = $1', [id]);
      expect(kept).toHaveLength(once.length);
      const ends = await desk.rows(
        held.client,
        `SELECT FROM timeline_event WHERE case_id = $1 AND kind = 'call.ended'`,
        [held.record.id],
      );
      expect(ends).toHaveLength(1);
    });

    it('believe no forged report, and know no foreign call', async () => {
      const { by, held } = await desk.contact();
      const id = String((await dial(by, held, 'bridge')).body['id']);
      const genuine = desk.outside.calls.report(phone(id, 0), 'completed');
      const forged = [
        { ...genuine, signature: '' },
        { ...genuine, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
        { ...genuine, form: { ...genuine.form, CallStatus: 'in-progress' } },
        { ...genuine, url: genuine.url.replace(id, newId()) },
        { ...genuine, url: `${genuine.url}?x=1` },
      ];
      const answers = await Promise.all(forged.map((one) => desk.hook(one)));
      expect(answers.map(({ status }) => status)).toEqual(forged.map(() => 403));
      expect(await stateOf(held, id)).toMatchObject({ state: 'dialling' });
      const other = await desk.newClient();
      const strange = [
        genuine.url.replace(id, newId()),
        genuine.url.replace(held.client.id, other.id),
        genuine.url.replace(held.client.id, newId()),
      ].map((url) => desk.outside.sign(url, genuine.form));
      const unknown = await Promise.all(strange.map((one) => desk.hook(one)));
      expect(unknown.map((one) => `${one.status} ${one.body.code}`)).toEqual(
        Array(3).fill('404 hook.unknown'),
      );
      expect(desk.phonesOf(id)).toHaveLength(1);
    });

    it('are one call when asked for twenty times at once', async () => {
      const { by, held } = await desk.contact();
      const calls = await Promise.all(Array.from({ length: 20 }, () => dial(by, held, 'bridge')));
      expect(new Set(calls.map(({ body }) => body['id'])).size).toBe(1);
      expect(desk.phonesOf(String(calls[0]?.body['id']))).toHaveLength(1);
      expect((await dial(by, held, 'hand')).body['code']).toBe('desk.call_running');
    });
  });

  describe('in the browser', () => {
    const claimsOf = (token: unknown) =>
      JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as {
        iss: string;
        sub: string;
        exp: number;
        iat: number;
        grants: { identity: string; voice: object };
      };
    const connect = (from: string, form: Record<string, string> = {}, sid = `CA${'c'.repeat(32)}`) =>
      desk.hook(
        desk.outside.sign('https://desk.example/v1/hooks/twilio/desk-calls/browser', {
          CallSid: sid,
          CallStatus: 'in-progress',
          From: from,
          ...form,
        }),
      );

    it('get a short token for this one call, whose customer alone is rung up, whatever the browser says', async () => {
      const { by, held } = await desk.contact();
      const { body } = await dial(by, held, 'browser');
      const id = String(body['id']);
      const claims = claimsOf(body['accessToken']);
      expect(claims).toMatchObject({ iss: browserEnv.TWILIO_API_KEY_SID, sub: accountSid });
      expect(claims.exp - claims.iat).toBeLessThanOrEqual(600);
      // Nothing but this app, and nobody can ring the browser up.
      const app = browserEnv.TWILIO_TWIML_APP_SID;
      expect(claims.grants.voice).toEqual({ outgoing: { application_sid: app } });
      expect(await by.calling()).toEqual({ twilio: true, ways: ['browser', 'bridge', 'hand'] });
      expect(JSON.stringify(body)).not.toContain(String(held.record.customer.phone));

      const foreign = { To: '+979123456789', callId: newId(), clientId: newId() };
      const said = await connect(`client:${claims.grants.identity}`, foreign);
      expect(said.text).toContain(`desk-${id}</Conference>`);
      expect(phone(id, 0).params['To']).toBe(held.record.customer.phone);
      // Another tab with the same token gets no second line.
      expect((await connect(`client:${claims.grants.identity}`, {}, `CA${'d'.repeat(32)}`)).text).toContain(
        '<Hangup/>',
      );
      expect(desk.phonesOf(id)).toHaveLength(1);
    });

    it('are unknown to whoever is not a call', async () => {
      const { held } = await desk.contact();
      const made = desk.outside.made.length;
      const id = newId().replaceAll('-', '');
      const strangers = [
        '+4915112000001',
        'client:agent',
        `client:${held.client.id.replaceAll('-', '')}_${id}`,
        `client:${id}_${id}`,
      ];
      const answers = await Promise.all(strangers.map((from) => connect(from)));
      expect(answers.map(({ status }) => status)).toEqual(strangers.map(() => 404));
      expect(desk.outside.made).toHaveLength(made);
    });

    it('have failed when the browser did not connect in time, and are not connected after that', async () => {
      const { by, held } = await desk.contact();
      const { body } = await dial(by, held, 'browser');
      await sweep(130);
      expect(await stateOf(held, String(body['id']))).toMatchObject({
        state: 'failed',
        reason: 'not_connected',
      });
      const { identity } = claimsOf(body['accessToken']).grants;
      expect((await connect(`client:${identity}`)).text).toContain('<Hangup/>');
      expect(desk.phonesOf(String(body['id']))).toEqual([]);
    });
  });

  describe('under way', () => {
    it('hold and resume, and sum what was held', async () => {
      const { by, held, id } = await talk();
      expect((await act(by, held, id, 'hold')).body).toMatchObject({ state: 'held' });
      desk.clock.advance(15_000);
      expect((await act(by, held, id, 'resume')).body).toMatchObject({ state: 'talking', heldSeconds: 15 });
      // Twilio's own word on the same: the time counts once.
      await desk.hook(desk.outside.calls.roomReport(phone(id, 1), 'participant-unhold'));
      await act(by, held, id, 'hold');
      desk.clock.advance(5_000);
      await tell(id, 1, 'completed');
      expect(await stateOf(held, id)).toMatchObject({ state: 'ended', held: 20 });
      expect((await act(by, held, id, 'hold')).body['code']).toBe('desk.call_state');
    });

    it('stay as they were when Twilio does not do it', async () => {
      const { by, held, id } = await talk();
      desk.outside.calls.isBroken = () => true;
      expect((await act(by, held, id, 'hold')).body['code']).toBe('desk.call_provider');
      expect(await stateOf(held, id)).toMatchObject({ state: 'talking' });
    });

    it('hang up for everybody, with the length that Twilio counted', async () => {
      const { by, held, id } = await talk();
      desk.clock.advance(42_000);
      expect((await act(by, held, id, 'end')).body).toMatchObject({ state: 'ended', seconds: 42 });
      const hungUp = desk.outside.calls.done.filter(({ what }) => what === 'completed').map(({ sid }) => sid);
      expect(hungUp).toEqual(expect.arrayContaining([phone(id, 0).sid, phone(id, 1).sid]));
      expect((await act(by, held, id, 'end')).body).toMatchObject({ state: 'ended', seconds: 42 });
    });

    it('let the agent’s phone go when the customer does not answer', async () => {
      const { by, held } = await desk.contact();
      const id = String((await dial(by, held, 'bridge')).body['id']);
      await answer(held, id);
      await tell(id, 1, 'ringing');
      await tell(id, 1, 'no-answer');
      expect(await stateOf(held, id)).toMatchObject({ state: 'ended', reason: 'call_no_answer' });
      expect(desk.outside.calls.done).toContainEqual({ sid: phone(id, 0).sid, what: 'completed' });
      expect((await dial(by, held, 'bridge')).status).toBe(201);
    });

    it('are handed on warm: the customer waits, the agent leaves when told to', async () => {
      const lead = await desk.agent('team_lead');
      const { by, held, id } = await talk();
      const to = { kind: 'team_lead', agentId: lead.id };
      const begun = await act(by, held, id, 'transfer', { mode: 'warm', to });
      expect(begun.body).toMatchObject({ state: 'held', transfer: 'warm' });
      expect(phone(id, 2).params).toMatchObject({ To: lead.phone, EndConferenceOnExit: 'false' });
      const early = await act(by, held, id, 'transfer', { mode: 'complete' });
      expect(early.body['code']).toBe('desk.call_state');
      await tell(id, 2, 'in-progress');
      const done = await act(by, held, id, 'transfer', { mode: 'complete' });
      expect(done.body).toMatchObject({ state: 'talking', transfer: 'done' });
      const [agentSid, , thirdSid] = [0, 1, 2].map((nth) => phone(id, nth).sid);
      const ofCall = desk.outside.calls.done.filter(({ sid }) => sid === agentSid || sid === thirdSid);
      expect(ofCall).toEqual([
        { sid: thirdSid, what: 'EndConferenceOnExit=true' },
        { sid: agentSid, what: 'EndConferenceOnExit=false' },
        { sid: agentSid, what: 'completed' },
      ]);
    });

    it('are handed on cold to the client’s line; when nobody takes it the customer is called back', async () => {
      const { by, held, id } = await talk();
      const order = { mode: 'cold', to: { kind: 'client_line' } };
      await act(by, held, id, 'transfer', order);
      expect(phone(id, 2).params['To']).toBe(clientLine);
      expect(desk.outside.calls.done).toContainEqual({ sid: phone(id, 0).sid, what: 'completed' });
      await tell(id, 2, 'in-progress');
      expect(await stateOf(held, id)).toMatchObject({ state: 'talking', transfer: 'done' });

      const second = await talk();
      await act(second.by, second.held, second.id, 'transfer', order);
      await tell(second.id, 2, 'no-answer');
      await tell(second.id, 1, 'completed');
      expect(await stateOf(second.held, second.id)).toMatchObject({ state: 'ended' });
      const items = await desk.rows<{ reason: string }>(
        second.held.client,
        `SELECT reason FROM work_item WHERE case_id = $1 AND kind = 'callback'`,
        [second.held.record.id],
      );
      expect(items).toEqual([{ reason: 'transfer_unanswered' }]);
    });

    it('are handed on to team leads with a phone only', async () => {
      const { by, held, id } = await talk();
      const other = await desk.agent();
      for (const agentId of [other.id, by.id, newId()]) {
        const to = { kind: 'team_lead', agentId };
        const { body } = await act(by, held, id, 'transfer', { mode: 'warm', to });
        expect(body['code']).toBe('desk.transfer_target');
      }
      expect(desk.phonesOf(id)).toHaveLength(2);
    });
  });

  describe('in other hands', () => {
    it('are out of reach for an agent who holds another case', async () => {
      const { held, id } = await talk();
      const { by: other, held: otherHeld } = await desk.contact();
      const calls = ['hold', 'resume', 'end', 'transfer', 'recording'].map((what) =>
        act(other, otherHeld, id, what, {
          ...(what === 'transfer' ? { mode: 'complete' } : {}),
          ...(what === 'recording' ? { action: 'pause' } : {}),
        }),
      );
      const codes = (await Promise.all(calls)).map(({ status, body }) => [status, body['code']]);
      expect(codes).toEqual(codes.map(() => [404, 'desk.call_unknown']));
      const stolen = await dial(other, held, 'hand');
      expect([stolen.status, stolen.body['code']]).toEqual([409, 'desk.claim_lost']);
    });

    it('go on when the claim is lost: the next agent sees the call, may end it, and cannot ring on top of it', async () => {
      const { by, held, id } = await talk();
      await desk.loseClaims();
      await desk.get(Claims).sweep(desk.clock.now());
      const owner = await desk.database.owner();
      await owner.query('UPDATE work_item SET reserved_until = now()');
      expect((await act(by, held, id, 'hold')).body['code']).toBe('desk.claim_lost');
      expect(await stateOf(held, id)).toMatchObject({ state: 'talking' });
      const next = await desk.agent();
      const { id: claimId, token } = await desk.claim(next);
      const taken = { ...held, id: claimId, token };
      expect((await dial(next, taken, 'hand')).body['code']).toBe('desk.call_running');
      expect((await act(next, taken, id, 'hold')).body['code']).toBe('desk.call_unknown');
      expect(await next.callsSeen(taken)).toMatchObject([{ id, way: 'bridge', state: 'talking' }]);
      expect((await act(next, taken, id, 'end')).body).toMatchObject({ state: 'ended' });
      expect((await dial(next, taken, 'hand')).status).toBe(201);
    });
  });

  describe('are refused', () => {
    const refused = async (
      changes: Parameters<CallDesk['contact']>[0],
      before: (held: CallClaim, by: CallAgent) => Promise<void> | void = () => undefined,
      way = 'bridge',
    ) => {
      const { by, held } = await desk.contact(changes);
      await before(held, by);
      const made = desk.outside.made.length;
      const { body } = await dial(by, held, way);
      expect(desk.outside.made).toHaveLength(made);
      expect(body['number']).toBeUndefined();
      return body['code'];
    };
    const at = (time: string) => () => desk.clock.set(time);

    it.each(['bridge', 'browser', 'hand'])(
      'outside the hours where the customer lives, by %s',
      async (way) => {
        // 20:30 in Berlin; in Portugal it is an hour earlier.
        expect(await refused({}, at('2026-03-02T19:30:00Z'), way)).toBe('desk.call_hours');
        expect(await refused({}, at('2026-03-01T12:00:00Z'), way)).toBe('desk.call_hours');
      },
    );

    it('not at the same moment in a zone where it is allowed', async () => {
      const { by, held } = await desk.contact({ country: 'PT', postalCode: '1000-001' });
      desk.clock.set('2026-03-02T19:30:00Z');
      expect((await dial(by, held, 'hand')).status).toBe(201);
    });

    it('without a number, to premium numbers, and far away', async () => {
      expect(await refused({ phone: null })).toBe('desk.number_missing');
      expect(await refused({ phone: '+499001234567' })).toBe('desk.number_unfit');
      expect(await refused({ phone: '+12025550123' })).toBe('desk.number_unfit');
    });

    it('to a suppressed number', async () => {
      const suppress = async (held: CallClaim) => {
        await desk.rows(
          held.client,
          `INSERT INTO suppression (client_id, id, channel, address, reason, created_by)
           VALUES ($1, $2, 'voice', $3, 'do_not_contact', 'test')`,
          [held.client.id, newId(), held.record.customer.phone],
        );
      };
      expect(await refused({}, suppress, 'hand')).toBe('desk.number_suppressed');
    });

    it('above the client’s caps, and above the customer’s budget unless the customer asked for the call', async () => {
      const cap = (held: CallClaim) => desk.settings(held.client, { callCapPerCase: 1 });
      const { by, held } = await desk.contact();
      await cap(held);
      const { body } = await dial(by, held, 'hand');
      await act(by, held, String(body['id']), 'end');
      expect((await dial(by, held, 'hand')).body['code']).toBe('desk.call_cap');

      const used = async ({ client, record }: CallClaim) => {
        for (let n = 0; n < 3; n++)
          await desk.rows(
            client,
            `INSERT INTO customer_touch (client_id, customer_id, source_id, channel, at)
             SELECT client_id, customer_id, $2, 'sms', $3 FROM return_case WHERE client_id = $1 AND id = $4`,
            [client.id, newId(), desk.clock.now(), record.id],
          );
      };
      expect(await refused({}, used)).toBe('desk.call_budget');
      const asked = await desk.contact({}, undefined, 'callback');
      await used(asked.held);
      expect((await dial(asked.by, asked.held, 'hand')).status).toBe(201);
    });

    it('above what one agent may call in a day', async () => {
      const exhaust = async (held: CallClaim, by: CallAgent) => {
        const owner = await desk.database.owner();
        await owner.query(
          `INSERT INTO desk_call (client_id, id, claim_id, case_id, customer_id, agent_id, way, number, state, started_at)
           SELECT client_id, gen_random_uuid(), id, $2, $2, agent_id, 'bridge', '+490000000', 'ended', $3
           FROM claim, generate_series(1, 300) WHERE id = $1 AND agent_id = $4`,
          [held.id, newId(), desk.clock.now(), by.id],
        );
      };
      expect(await refused({}, exhaust)).toBe('desk.calls_exhausted');
    });
  });

  describe('recorded', () => {
    const record = (by: CallAgent, held: CallClaim, id: string, action: string, consent?: string) =>
      act(by, held, id, 'recording', { action, ...(consent === undefined ? {} : { consent }) });
    const ofRecording = (id: string) =>
      desk.outside.calls.done
        .filter(({ sid }) => sid === phone(id, 1).sid)
        .map(({ what }) => what)
        .filter((what) => ['record', 'paused', 'in-progress', 'stopped'].includes(what));

    it('are none by default: nothing starts and nothing is there to listen to', async () => {
      const { by, held, id } = await talk();
      for (const action of ['start', 'resume']) {
        const { body } = await record(by, held, id, action, 'given');
        expect(body['code']).toBe('desk.recording_off');
      }
      expect(ofRecording(id)).toEqual([]);
      const recorded = desk.outside.heard.filter(({ url, body }) =>
        /Recordings|[Rr]ecord=true/.test(url + body),
      );
      expect(recorded).toEqual([]);
    });

    it('start after the consent that the country needs, pause for bank data, and stop with the call', async () => {
      const { by, held, id } = await talk();
      await desk.settings(held.client, { recording: { isOn: true, consent: { DE: 'announce' } } });
      expect((await record(by, held, id, 'start')).body['code']).toBe('desk.recording_consent');
      expect((await record(by, held, id, 'start', 'told')).body['code']).toBe('desk.recording_consent');
      expect(ofRecording(id)).toEqual([]);
      expect((await record(by, held, id, 'start', 'given')).body).toMatchObject({ recording: 'on' });
      expect((await record(by, held, id, 'start', 'given')).body['code']).toBe('desk.call_state');
      expect((await record(by, held, id, 'pause')).body).toMatchObject({ recording: 'paused' });
      expect((await record(by, held, id, 'resume')).body).toMatchObject({ recording: 'on' });
      desk.outside.calls.isBroken = ({ what }) => what === 'paused';
      expect((await record(by, held, id, 'pause')).body['code']).toBe('desk.call_provider');
      expect(await stateOf(held, id)).toMatchObject({ recording: 'on' });
      desk.outside.calls.isBroken = () => false;
      // The third person was not agreed to.
      await act(by, held, id, 'transfer', { mode: 'warm', to: { kind: 'client_line' } });
      expect(await stateOf(held, id)).toMatchObject({ recording: 'paused' });
      expect((await record(by, held, id, 'stop')).body).toMatchObject({ recording: 'off' });
      expect(ofRecording(id)).toEqual(['record', 'paused', 'in-progress', 'paused', 'stopped']);
    });

    it('may begin when the customer was told, where the law and the client let it', async () => {
      const { by, held, id } = await talk({ country: 'IT', postalCode: '00100' });
      await desk.settings(held.client, { recording: { isOn: true, consent: { IT: 'announce' } } });
      expect((await record(by, held, id, 'start', 'told')).body).toMatchObject({ recording: 'on' });
      await tell(id, 1, 'completed');
      expect(await stateOf(held, id)).toMatchObject({ state: 'ended', recording: 'off' });
    });
  });

  describe('of which an answer was lost', () => {
    it.each(['silent', 'cut', 'broken_after'] as const)(
      '(%s) are found, and never made twice',
      async (behave) => {
        const { by, held } = await desk.contact();
        desk.outside.change({ behave: () => behave });
        const { body } = await dial(by, held, 'bridge');
        const id = String(body['id']);
        desk.outside.change({ behave: () => 'accept' });
        expect(body['state']).toBe('dialling');
        expect((await dial(by, held, 'bridge')).body['id']).toBe(id);
        await sweep(25);
        const rows = await desk.rows(held.client, 'SELECT agent_sid FROM desk_call WHERE id = $1', [id]);
        expect(rows).toEqual([{ agent_sid: phone(id, 0).sid }]);
        expect(desk.phonesOf(id)).toHaveLength(1);
        await answer(held, id);
        expect(desk.phonesOf(id)).toHaveLength(2);
      },
    );

    it('have failed when Twilio does not have them after a minute, and only the agent dials again', async () => {
      const { by, held } = await desk.contact();
      desk.outside.change({ behave: () => 'absent' });
      const id = String((await dial(by, held, 'bridge')).body['id']);
      desk.outside.change({ behave: () => 'accept' });
      await sweep(25);
      expect(await stateOf(held, id)).toMatchObject({ state: 'dialling' });
      await sweep(60);
      expect(await stateOf(held, id)).toMatchObject({ state: 'failed', reason: 'not_placed' });
      expect(desk.phonesOf(id)).toEqual([]);
      const again = await dial(by, held, 'bridge');
      expect(again.body['id']).not.toBe(id);
      expect(desk.phonesOf(String(again.body['id']))).toHaveLength(1);
    });

    it('of a customer rung up by a process that died is found before anything is done to it', async () => {
      const { by, held } = await desk.contact();
      const id = String((await dial(by, held, 'bridge')).body['id']);
      desk.outside.change({ behave: () => 'silent' });
      await answer(held, id);
      desk.outside.change({ behave: () => 'accept' });
      const customer = phone(id, 1);
      desk.outside.calls.report(customer, 'in-progress');
      // Hanging up looks for it first: it must not ring on.
      expect((await act(by, held, id, 'end')).body).toMatchObject({ state: 'ended' });
      expect(desk.outside.calls.done).toContainEqual({ sid: customer.sid, what: 'completed' });
    });

    it('end by Twilio’s word when their last report never came', async () => {
      const { held, id } = await talk();
      desk.clock.advance(33_000);
      desk.outside.calls.report(phone(id, 1), 'completed');
      await sweep(61);
      expect(await stateOf(held, id)).toMatchObject({ state: 'ended', seconds: 33 });
    });

    it('are hung up when they turn out to ring after all', async () => {
      const { by, held } = await desk.contact();
      desk.outside.change({ behave: () => 'silent' });
      const id = String((await dial(by, held, 'bridge')).body['id']);
      desk.outside.pause(true);
      await sweep(25);
      desk.outside.pause(false);
      desk.outside.change({ behave: () => 'accept' });
      await act(by, held, id, 'end');
      expect(desk.outside.calls.done).toContainEqual({ sid: phone(id, 0).sid, what: 'completed' });
      expect((await answer(held, id)).text).toContain('<Hangup/>');
      expect(desk.phonesOf(id)).toHaveLength(1);
    });
  });
});

describe('without a telephone company', () => {
  it('agents dial by hand', async () => {
    const desk = await createCallDesk({}, false);
    try {
      const { by, held } = await desk.contact();
      const dial = (way: string) => by.post(`/v1/desk/claims/${held.id}/calls`, { token: held.token, way });
      for (const way of ['bridge', 'browser'])
        expect((await dial(way)).body['code']).toBe('desk.way_unavailable');
      expect((await dial('hand')).body).toMatchObject({ number: held.record.customer.phone });
      expect(await by.calling()).toEqual({ twilio: false, ways: ['hand'] });
    } finally {
      await desk.close();
    }
  });
});
