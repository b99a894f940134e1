/** One line for the person at the terminal. Logs go to standard error, so these can be read by themselves. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line that is rewritten while it changes on a terminal, and printed once at its end elsewhere. */
export class ProgressLine {
  private last = '';

  update(line: string): void {
    if (process.stdout.isTTY && line !== this.last) process.stdout.write(`\r\u001b[K${line}`);
    this.last = line;
  }

  done(line: string): void {
    process.stdout.write(process.stdout.isTTY ? `\r\u001b[K${line}\n` : `${line}\n`);
  }
}

/** A number with thousands separators. */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** Rows as aligned columns; numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[], indent = '  '): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : cell)));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row, at) =>
      (
        indent +
        row
          .map((cell, column) => {
            const text = cells[at]?.[column] ?? '';
            const width = widths[column] ?? 0;
            return typeof cell === 'number' ? text.padStart(width) : text.padEnd(width);
          })
          .join('  ')
      ).trimEnd(),
    )
    .join('\n');
}
