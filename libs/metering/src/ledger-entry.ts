import { hash } from 'node:crypto';

/** A row of the ledger. `amountE4` in ten-thousandths, negative in a reversal; `hash` chains it to the row before. */
export interface LedgerEntry {
  readonly seq: number;
  readonly entry: 'charge' | 'reversal';
  readonly statementId: string;
  readonly contactId: string;
  readonly caseId: string;
  readonly channel: string;
  readonly purpose: string;
  readonly occurredAt: Date;
  readonly handlingSeconds: number | null;
  readonly amountE4: number;
  readonly currency: string;
  readonly rateVersion: number;
  readonly reason: string;
  readonly reversesSeq: number | null;
  readonly recordedAt: Date;
}

/** What the first row of a client's chain follows. */
export const genesisHash = Buffer.alloc(32);

/**
 * sha256 of a text: the hash before in hexadecimal, then the row as a JSON array of its values in this order, times in
 * UTC. The one-shot `hash` takes 3.5 µs a row, `createHash` 10.
 */
export function chainHash(previous: Buffer, clientId: string, e: LedgerEntry): Buffer {
  // Written out, as JSON.stringify of an array takes twice as long; the ids, numbers and codes need no escaping.
  const text =
    `[1,"${clientId}",${e.seq},"${e.entry}","${e.statementId}","${e.contactId}","${e.caseId}",` +
    `${JSON.stringify(e.channel)},${JSON.stringify(e.purpose)},"${e.occurredAt.toISOString()}",${e.handlingSeconds},` +
    `${e.amountE4},${JSON.stringify(e.currency)},${e.rateVersion},${JSON.stringify(e.reason)},${e.reversesSeq},` +
    `"${e.recordedAt.toISOString()}"]`;
  return hash('sha256', previous.toString('hex') + text, 'buffer');
}
