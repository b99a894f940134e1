import { Injectable } from '@nestjs/common';
import { Cases, type CaseRecord } from '#cases';
import type { ClientCtx, Tx } from '#platform';
import { Resolution } from '#resolution';
import { updateOf } from './case-update.js';
import { factNames, type CaseFacts, type FileCase } from './file-case.js';

/** What a customer can add to their case themselves. */
export type GivenFacts = Readonly<
  Partial<Record<'iban' | 'accountHolder' | 'street' | 'postalCode' | 'city', string>>
>;

/** Facts that come one by one, by the rules of an upload: they fill blanks and replace values, and what waits is decided. */
@Injectable()
export class CaseCompletion {
  constructor(
    private readonly cases: Cases,
    private readonly resolution: Resolution,
  ) {}

  /**
   * Takes facts over onto a case in `tx`, and returns it as it is then; undefined for an unknown one. What was decided on
   * other facts comes before a person. Locks the case.
   */
  async complete(ctx: ClientCtx, tx: Tx, caseId: string, given: GivenFacts): Promise<CaseRecord | undefined> {
    const [known] = await this.cases.load(ctx, tx, [caseId], { lock: true });
    if (!known) return undefined;
    const update = updateOf(known, statementOf(known, given), { uploadId: null }, undefined);
    if (update?.concernsDecision) await this.resolution.resolve(ctx, tx, [update.record]);
    else if (update) await this.cases.write(ctx, tx, [update.record]);
    return update?.record ?? known;
  }
}

/** The facts as a file would state them: about this case, its items left alone. */
function statementOf(known: CaseRecord, given: GivenFacts): FileCase {
  const facts = Object.fromEntries(factNames.map((name) => [name, null])) as unknown as CaseFacts;
  return {
    caseRef: known.caseRef,
    orderRef: known.orderRef,
    facts: { ...facts, ...given },
    items: [],
    contentHash: known.contentHash,
    firstRow: 0,
    rowCount: 0,
  };
}
