import { describe, expect, it } from '@jest/globals';
import type { Clients } from '#clients';
import { Clock, newId, readEnv, Secrets } from '#platform';
import { fromBase32, toBase32 } from './base32.js';
import { SignedAddresses } from './signed-addresses.service.js';

const first = 'the first secret of an installation';
const second = 'the second secret of an installation';
const [ours, theirs] = [newId(), newId()];
const id = newId();

function addresses(
  env: Record<string, string>,
  clientIds: readonly string[] = [ours, theirs],
): SignedAddresses {
  const checked = readEnv({ INBOUND_DOMAIN: 'returns.example', ...env });
  const clients = { all: () => Promise.resolve(clientIds.map((one) => ({ id: one }))) };
  return new SignedAddresses(checked, new Clock(), new Secrets(checked), clients as unknown as Clients);
}

describe('signed addresses', () => {
  const here = addresses({ SECRET_KEY: first });

  it.each(['return', 'reply'] as const)('of a %s say whose and what, in any case', async (kind) => {
    const address = here.make(ours, kind, id) ?? '';
    const expected = { clientId: ours, kind, refId: id };
    expect(await here.read(address)).toEqual(expected);
    expect(await here.read(address.toUpperCase())).toEqual(expected);
    expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
  });

  it('are there with a domain for them only', () => {
    const none = new SignedAddresses(
      readEnv({}),
      new Clock(),
      {} as unknown as Secrets,
      {} as unknown as Clients,
    );
    expect(none.make(ours, 'reply', id)).toBeNull();
  });

  it('with any character changed are forged', async () => {
    const address = here.make(ours, 'reply', id) ?? '';
    const local = address.split('@')[0] ?? '';
    for (let at = 0; at < local.length; at++) {
      for (const other of ['0', '1', 'z', 'b', '.']) {
        if (local[at] === other) continue;
        const named = await here.read(`${local.slice(0, at)}${other}${local.slice(at + 1)}@returns.example`);
        expect(named?.refId ?? null).toBeNull();
      }
    }
  });

  it('of one kind or client are none of another', async () => {
    const reply = here.make(ours, 'reply', id) ?? '';
    expect((await here.read(reply.replace(/^r/, 'b')))?.refId ?? null).toBeNull();
    const other = here.make(theirs, 'reply', id) ?? '';
    const mixed = `${reply.slice(0, 34)}${other.slice(34)}`;
    expect((await here.read(mixed))?.refId ?? null).toBeNull();
  });

  it('stay valid after the secret is changed while the one before is named', async () => {
    const address = here.make(ours, 'reply', id) ?? '';
    const after = addresses({ SECRET_KEY: second, SECRET_KEY_BEFORE: first });
    expect(await after.read(address)).toEqual({ clientId: ours, kind: 'reply', refId: id });
    expect(after.make(ours, 'reply', id)).not.toBe(address);
    expect(await addresses({ SECRET_KEY: second }).read(address)).toBeNull();
  });

  it('find their client also when many mails come at once, first of all', async () => {
    const address = here.make(ours, 'reply', id) ?? '';
    const fresh = addresses({ SECRET_KEY: first });
    const all = await Promise.all(Array.from({ length: 20 }, () => fresh.read(address)));
    expect(all.every((named) => named?.refId === id)).toBe(true);
  });

  it.each([
    '',
    '@',
    'info@returns.example',
    'r..@returns.example',
    `r.${'0'.repeat(32)}.${'u'.repeat(26)}@x`,
  ])('are not %j', async (address) => {
    expect(await here.read(address)).toBeNull();
  });
});

describe('base 32', () => {
  it('gives back every byte', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 37 + length * 11) & 255));
      expect(fromBase32(toBase32(bytes))).toEqual(bytes);
    }
  });

  it('has one text for each', () => {
    expect(fromBase32('u')).toBeNull();
    expect(fromBase32('01')).toBeNull();
    expect(fromBase32('00')).toEqual(Buffer.from([0]));
  });
});
