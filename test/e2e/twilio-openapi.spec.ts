import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TwilioProvider } from '../../libs/notifications/src/telephony/twilio-provider.js';
import { accountSid, authToken, OutsideTwilio, type TwilioHeard } from '../support/outside-twilio.js';
import { hasTwilioDescription, judgedBy, startPrism, type Prism } from '../support/prism.js';

describe('requests to Twilio', () => {
  if (!hasTwilioDescription) {
    it.skip('skipped: ../shared/data not found', () => undefined);
    return;
  }
  let prisms: { api: Prism; content: Prism };
  let outside: OutsideTwilio;
  let provider: TwilioProvider;

  beforeAll(async () => {
    const [api, content] = await Promise.all([
      startPrism('twilio_api_v2010.json'),
      startPrism('twilio_content_v1.json'),
    ]);
    prisms = { api, content };
    outside = await OutsideTwilio.start();
    provider = new TwilioProvider({
      accountSid,
      authToken,
      baseUrl: outside.url,
      publicUrl: 'https://desk.example',
    });
  }, 90_000);
  afterAll(async () => {
    prisms.api.process.kill();
    prisms.content.process.kill();
    await outside.close();
  });

  const judge = (heard: TwilioHeard) =>
    judgedBy(heard.url.startsWith('/v1/') ? prisms.content : prisms.api, heard);

  const message = {
    clientId: '0192f7a0-0000-7000-8000-000000000001',
    messageId: '0192f7a0-0000-7000-8000-000000000002',
    to: '+4915112000001',
    from: '+4930901820',
    text: 'Größe & Preis: 19,99 €\nΕλληνικά',
    template: null,
  };
  const lost = { ...message, askedAt: new Date() };

  it('fit its published description, each of them', async () => {
    const { template: _none, ...plain } = message;
    const sid = await provider.submitTemplate({
      name: 'shop1_decision_de_1',
      language: 'de',
      body: 'Hallo, Bestellung {{1}}: {{2}} Danke.',
      samples: { '1': 'A-1001', '2': '19.99 EUR' },
    });
    await provider.approvalOf(sid);
    const template = { sid, variables: { '1': 'A-1', '2': 'x' } };
    const answers = [
      await provider.send({ ...message, channel: 'sms' }),
      await provider.send({ ...message, channel: 'sms', from: `MG${'a'.repeat(32)}` }),
      await provider.send({ ...message, channel: 'sms', from: 'Shop' }),
      await provider.send({ ...plain, channel: 'whatsapp', template }),
      await provider.send({ ...message, channel: 'voice' }),
    ];
    expect(answers.map(({ result }) => result)).toEqual(Array(5).fill('accepted'));
    await provider.find({ ...lost, channel: 'sms' });
    await provider.find({ ...lost, channel: 'voice' });
    const judged = await Promise.all(outside.heard.map(judge));
    expect(judged.map(({ problem }) => problem).filter(Boolean)).toEqual([]);
    expect(outside.heard.length).toBe(10);
  });

  it('are refused by the judge when they do not', async () => {
    const url = `/2010-04-01/Accounts/${accountSid}`;
    const type = 'application/x-www-form-urlencoded';
    const bad = [
      {
        method: 'POST',
        url: `${url}/Calls.json`,
        type,
        body: 'To=%2B49&From=%2B49&Url=nowhere&Record=perhaps',
      },
      { method: 'POST', url: `${url}/Messages.json`, type, body: 'Body=nobody' },
      { method: 'POST', url: '/v1/Content', type: 'application/json', body: '{"language":7}' },
    ];
    expect((await Promise.all(bad.map(judge))).map(({ status }) => status)).toEqual([422, 422, 422]);
  });
});
