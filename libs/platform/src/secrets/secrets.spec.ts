import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../env/env.js';
import { Secrets } from './secrets.js';

const first = 'the first secret of an installation';
const second = 'the second secret of an installation';
const installed = (env: Record<string, string>) => new Secrets(readEnv(env));
const plain = Buffer.from('-----BEGIN PRIVATE KEY-----');

describe('the secret of an installation', () => {
  it('is made once, for its owner only, and read again', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'reintegro-secret-'));
    const [one, other] = [installed({ DATA_DIR: dir }), installed({ DATA_DIR: dir })];
    expect(one.mac('test', 'x')).toEqual(other.mac('test', 'x'));
    expect((await stat(path.join(dir, 'secret'))).mode & 0o777).toBe(0o600);
    expect((await readFile(path.join(dir, 'secret'), 'utf8')).length).toBeGreaterThanOrEqual(43);
    await rm(dir, { recursive: true });
  });

  it('opens what it sealed, for the same purpose and context, unaltered', () => {
    const secrets = installed({ SECRET_KEY: first });
    const sealed = secrets.seal('dkim', 'row 1', plain);
    expect(sealed.includes(plain)).toBe(false);
    expect(secrets.open('dkim', 'row 1', sealed)).toEqual(plain);
    expect(secrets.seal('dkim', 'row 1', plain)).not.toEqual(sealed);
    expect(() => secrets.open('dkim', 'row 2', sealed)).toThrow();
    expect(() => secrets.open('other', 'row 1', sealed)).toThrow();
    for (let at = 2; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] as number) ^ 1;
      expect(() => secrets.open('dkim', 'row 1', altered)).toThrow();
    }
  });

  it('may be changed while what the earlier one made stays readable', () => {
    const before = installed({ SECRET_KEY: first });
    const after = installed({ SECRET_KEY: second, SECRET_KEY_BEFORE: first });
    const sealed = before.seal('dkim', 'row 1', plain);
    expect(after.open('dkim', 'row 1', sealed)).toEqual(plain);
    expect(after.mac('test', 'x', before.keyIds()[0])).toEqual(before.mac('test', 'x'));
    expect(after.mac('test', 'x')).not.toEqual(before.mac('test', 'x'));
    expect(() => installed({ SECRET_KEY: second }).open('dkim', 'row 1', sealed)).toThrow(/SECRET_KEY/);
  });

  it('is refused when it is short', () => {
    expect(() => readEnv({ SECRET_KEY: 'short' })).toThrow(/SECRET_KEY/);
  });
});
