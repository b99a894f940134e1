import type { StateTable } from '#platform';
import type { StatementStatus } from './statement.schema.js';

/** `close` ends the period; `invoice` is final. Neither is ever undone: corrections are counter-entries. */
export const statementStates: StateTable<StatementStatus, 'close' | 'invoice'> = {
  open: { close: 'closed' },
  closed: { invoice: 'invoiced' },
  invoiced: {},
};
