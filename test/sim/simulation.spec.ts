import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageLanguages } from '#notifications';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { simulate } from './simulation.js';

/** The whole flow with a tenth of everything outside going wrong in each way; `npm run sim` tells more such stories. */
describe('one simulated story of the whole flow', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('ends with every message final or due, every invariant holding, nothing said twice by phone, nothing forged', async () => {
    const cases = messageLanguages.length + (3 - (messageLanguages.length % 3));
    const result = await simulate(database.url, { seed: 7, cases, log: () => undefined });
    expect(result.violations).toEqual([]);
    expect(result).toMatchObject({ stuck: 0, copies: { twilio: 0 }, forgedAccepted: 0 });
    expect(result.languages).toBeGreaterThanOrEqual(messageLanguages.length - 1);
    const states = Object.keys(result.states).join(', ');
    for (const seen of ['email sent', 'email bounced', 'sms delivered', 'voice delivered'])
      expect(states).toContain(seen);
  }, 240_000);
});
