import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LegOrder } from '#desk';
import { TwilioDeskCalls } from '../../libs/notifications/src/telephony/desk-call-provider.js';
import { accountSid, authToken, OutsideTwilio, type TwilioHeard } from '../support/outside-twilio.js';
import { hasTwilioDescription, judgedBy, startPrism, type Prism } from '../support/prism.js';

describe('requests to Twilio about agents’ calls', () => {
  if (!hasTwilioDescription) {
    it.skip('skipped: ../shared/data not found', () => undefined);
    return;
  }
  let prism: Prism;
  let outside: OutsideTwilio;
  let calls: TwilioDeskCalls;

  beforeAll(async () => {
    prism = await startPrism('twilio_api_v2010.json');
    outside = await OutsideTwilio.start();
    const access = { accountSid, authToken, baseUrl: outside.url, publicUrl: 'https://desk.example' };
    calls = new TwilioDeskCalls(access, null);
  }, 90_000);
  afterAll(async () => {
    prism.process.kill();
    await outside.close();
  });

  const order = (leg: LegOrder['leg']): LegOrder => ({
    clientId: '0192f7a0-0000-7000-8000-000000000001',
    callId: '0192f7a0-0000-7000-8000-000000000002',
    leg,
    to: '+4915112000001',
    from: '+4930901820',
  });

  it('fit its published description, each of them', async () => {
    const legs = ['agent', 'customer', 'third'] as const;
    const answers = await Promise.all(legs.map((leg) => calls.ring(order(leg))));
    expect(answers.map(({ result }) => result)).toEqual(['placed', 'placed', 'placed']);
    const placed = answers[1];
    if (placed?.result !== 'placed' || placed.roomSid === null) throw new Error('no room');
    const { sid, roomSid } = placed;
    expect(await calls.find(order('customer'), new Date(0))).toHaveLength(3);
    expect(await calls.look(sid)).toMatchObject({ sid, status: 'queued', seconds: null });
    expect(await calls.hold(roomSid, sid, true)).toBe(true);
    expect(await calls.hold(roomSid, sid, false)).toBe(true);
    expect(await calls.bind(roomSid, sid, true)).toBe(true);
    for (const action of ['start', 'pause', 'resume', 'stop'] as const)
      expect(await calls.record(sid, action)).toBe('done');
    expect(await calls.hangUp(sid)).toBe(true);
    const judged = await Promise.all(outside.heard.map((heard) => judgedBy(prism, heard)));
    expect(judged.map(({ problem }) => problem).filter(Boolean)).toEqual([]);
    expect(outside.heard.length).toBe(13);
  });

  it('are refused by the judge when they do not', async () => {
    const url = `/2010-04-01/Accounts/${accountSid}`;
    const post = { method: 'POST', type: 'application/x-www-form-urlencoded' };
    const bad: TwilioHeard[] = [
      { ...post, url: `${url}/Conferences/desk-1/Participants.json`, body: 'From=%2B49' },
      {
        ...post,
        url: `${url}/Calls/CA${'0'.repeat(32)}/Recordings/Twilio.CURRENT.json`,
        body: 'Status=loud',
      },
      { ...post, url: `${url}/Calls/CA${'0'.repeat(32)}.json`, body: 'Status=asleep' },
    ];
    const answers = await Promise.all(bad.map((heard) => judgedBy(prism, heard)));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
  });
});
