import { describe, expect, it } from '@jest/globals';
import { readEnv } from './env.js';

describe('environment', () => {
  it('starts with nothing set', () => {
    expect(readEnv({})).toMatchObject({
      DATA_DIR: '.data',
      REINTEGRO_ROLE: 'all',
      REINTEGRO_DEMO: '1',
      LOG_LEVEL: 'info',
    });
  });

  it('lists every problem at once', () => {
    const read = () =>
      readEnv({ PORT: '99999', REINTEGRO_ROLE: 'web', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: '' });
    expect(read).toThrow(/PORT/);
    expect(read).toThrow(/REINTEGRO_ROLE/);
    expect(read).toThrow(/TWILIO_AUTH_TOKEN: is empty/);
  });

  it('wants all three that let browsers call, with an account', () => {
    const key = { TWILIO_API_KEY_SID: `SK${'1'.repeat(32)}`, TWILIO_API_KEY_SECRET: 'x' };
    const app = { TWILIO_TWIML_APP_SID: `AP${'2'.repeat(32)}` };
    const account = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'x', PUBLIC_URL: 'https://desk.example' };
    expect(() => readEnv({ ...account, ...key })).toThrow(/TWILIO_TWIML_APP_SID/);
    expect(() => readEnv({ ...key, ...app })).toThrow(/TWILIO_ACCOUNT_SID/);
    expect(readEnv({ ...account, ...key, ...app })).toMatchObject({ ...key, ...app });
  });

  it('wants an address that Twilio can report to, and an account for what stands in for it', () => {
    const account = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'x' };
    expect(() => readEnv(account)).toThrow(/PUBLIC_URL/);
    expect(() => readEnv({ TWILIO_API_BASE_URL: 'http://127.0.0.1:1' })).toThrow(/TWILIO_API_BASE_URL/);
    expect(readEnv({ ...account, TWILIO_API_BASE_URL: 'http://127.0.0.1:1' })).toMatchObject(account);
    expect(readEnv({ ...account, PUBLIC_URL: 'https://desk.example' })).toMatchObject(account);
  });
});
