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
});
