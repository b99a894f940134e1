import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { chainHash, genesisHash, type LedgerEntry } from './ledger-entry.js';

const entry: LedgerEntry = {
  seq: 1,
  entry: 'charge',
  statementId: '019a0000-0000-7000-8000-000000000001',
  contactId: '019a0000-0000-7000-8000-000000000002',
  caseId: '019a0000-0000-7000-8000-000000000003',
  channel: 'email',
  purpose: 'odd "purpose"',
  occurredAt: new Date('2026-03-02T10:00:00.123Z'),
  handlingSeconds: null,
  amountE4: -5_500,
  currency: 'EUR',
  rateVersion: 2,
  reason: 'our_error',
  reversesSeq: 7,
  recordedAt: new Date('2026-03-02T10:00:01Z'),
};

it('hashes the hash before and the row as a JSON array, so that anyone can recompute it', () => {
  const text = JSON.stringify([1, 'client', ...Object.values(entry)]);
  const previous = chainHash(genesisHash, 'client', { ...entry, seq: 0 });
  const expected = createHash('sha256').update(previous.toString('hex')).update(text).digest();
  expect(chainHash(previous, 'client', entry).equals(expected)).toBe(true);
});
