import { Injectable } from '@nestjs/common';
import { Cases } from '#cases';
import { Clients } from '#clients';
import { Database, fail as requestFail, requirePermission, type Ctx, type ErrorDetail } from '#platform';
import { CaseImport } from './case-import.service.js';
import type { NewCase } from './case-intake.schema.js';
import { joinRows } from './file-case.js';
import { jsonHeader, rowsOfJson } from './reading/json-case.js';
import { isFault, RowReader, type ReadRow, type RowFault } from './row-reader.js';
import { caseColumns } from './columns/canonical-columns.js';
import type { Detected } from './upload.schema.js';
import { whenRefsCollide } from './upload-processing.service.js';

export interface TakenCase {
  readonly caseId: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

const detected: Detected = {
  format: 'json',
  encoding: 'utf-8',
  delimiter: null,
  newline: null,
  skip: 0,
  header: jsonHeader,
  columns: Object.fromEntries(jsonHeader.map((column, i) => [column, [i]])),
  profile: null,
  headerCurrency: null,
};
const styles = {
  decimal: '.',
  dates: { ordered_on: 'iso', delivered_on: 'iso', requested_on: 'iso', received_on: 'iso' },
} as const;

/** Single cases from client systems, by the rules of an upload. */
@Injectable()
export class CaseIntake {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly importer: CaseImport,
  ) {}

  /** Takes over one case, in one transaction; raises `request.invalid` with a pointer to each thing it can't read. */
  async take(ctx: Ctx, body: NewCase): Promise<TakenCase> {
    requirePermission(ctx, 'case.write');
    const client = await this.clients.current(ctx);
    const reader = new RowReader({ detected, styles, mapping: null, profile: null, client });
    const rows: ReadRow[] = [];
    const faults: ErrorDetail[] = [];
    rowsOfJson(body).forEach((cells, i) => {
      const row = reader.read(cells, i + 1);
      if (isFault(row)) faults.push(toDetail(row, i));
      else rows.push(row);
    });
    const unique = [...new Map(faults.map((fault) => [fault.pointer, fault])).values()];
    if (unique.length > 0 || rows.length === 0) throw requestFail('request.invalid', {}, unique);
    const fileCase = joinRows(rows, false);
    return whenRefsCollide(() =>
      this.db.tx(ctx, async (tx) => {
        const matched = await this.importer.match(ctx, tx, [fileCase]);
        await this.importer.keepCustomers(ctx, tx, client, matched);
        const imported = await this.importer.apply(ctx, tx, client, { uploadId: null }, matched);
        const stored = await this.cases.matchRefs(ctx, tx, [fileCase.caseRef]);
        const caseId = stored.get(fileCase.caseRef)?.id ?? '';
        const outcome = imported.accepted > 0 ? 'created' : imported.updated > 0 ? 'updated' : 'unchanged';
        return { caseId, outcome };
      }),
    );
  }
}

/** Where in the body the fault is: facts of the case at its top, facts of an item in the item. */
function toDetail(fault: RowFault, index: number): ErrorDetail {
  const camel = (fault.column ?? '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const isOfCase = (caseColumns as readonly string[]).includes(fault.column ?? '');
  const pointer = fault.column === null ? '' : isOfCase ? `/${camel}` : `/items/${index}/${camel}`;
  return { pointer, code: fault.code, params: fault.params };
}
