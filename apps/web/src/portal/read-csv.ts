/**
 * The first rows of a CSV file as records by its header (RFC 4180, whatever delimiter its first line uses). Only for
 * showing: the server has read and checked the file.
 */
export function readCsv(
  text: string,
  most: number,
): { rows: Readonly<Record<string, string>>[]; isCut: boolean } {
  const delimiter =
    [';', '\t', '|', ','].find((mark) => (text.split('\n', 1)[0] ?? '').includes(mark)) ?? ',';
  const records = readRecords(text.replace(/^\uFEFF/, ''), delimiter, most + 2);
  const [header = [], ...rest] = records;
  const rows = rest
    .slice(0, most)
    .map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
  return { rows, isCut: rest.length > most };
}

function readRecords(text: string, delimiter: string, most: number): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRecord = (): void => {
    record.push(cell);
    if (record.length > 1 || cell !== '') records.push(record);
    record = [];
    cell = '';
  };
  for (let at = 0; at < text.length && records.length < most; at++) {
    const mark = text[at];
    if (isQuoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (mark === '"') isQuoted = true;
    else if (mark === delimiter) {
      record.push(cell);
      cell = '';
    } else if (mark === '\n') endRecord();
    else if (mark !== '\r') cell += mark;
  }
  if (cell !== '' || record.length > 0) endRecord();
  return records;
}
