import type { ErrorParams } from '#platform';
import type { Rejection } from './upload.queries.js';

const added = ['row', 'column', 'code', 'message'] as const;

/** The header of the rejections file: the upload's own, and what is wrong. A header that has that already is not doubled. */
export function rejectionsHeader(header: readonly string[], delimiter: string): string {
  return line([...ownHeader(header), ...added], delimiter);
}

/** One rejected row as it was uploaded, and what is wrong with it. */
export function rejectionLine(
  rejection: Rejection,
  header: readonly string[],
  delimiter: string,
  sentence: (code: string, params: ErrorParams) => string,
): string {
  const width = ownHeader(header).length;
  const cells = Array.from({ length: width }, (_, i) => rejection.cells[i] ?? '');
  const message = sentence(rejection.code, rejection.params as ErrorParams);
  return line(
    [...cells, String(rejection.rowNo), rejection.column ?? '', rejection.code, message],
    delimiter,
  );
}

function ownHeader(header: readonly string[]): readonly string[] {
  const tail = header.slice(-added.length);
  return added.every((name, i) => tail[i] === name) ? header.slice(0, -added.length) : header;
}

function line(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
}

/** Quoted where CSV asks for it; what a spreadsheet would run as a formula gets an apostrophe, which reading takes off. */
function quoted(cell: string, delimiter: string): string {
  const safe = /^[=+@\t\r-]/.test(cell) ? `'${cell}` : cell;
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
