import { language } from '../i18n/language';
import { lastingFetch } from './lasting-fetch';
import { ProblemError, toProblem } from './problem';

/** Enough for a hundred rows of any file of ours; the rest of a large one is not read. */
const headBytes = 256 * 1024;

export type CsvRow = Readonly<Record<string, string>>;

/** The first rows of a CSV file of the API, for showing; the file itself is for downloading. */
export async function readCsvHead(url: string, most: number): Promise<{ rows: CsvRow[]; isCut: boolean }> {
  const request = new Request(url, { headers: { 'accept-language': language() } });
  const answer = await lastingFetch(request);
  if (!answer.ok) throw new ProblemError(toProblem(await answer.json().catch(() => null), answer.status));
  const { text, isWhole } = await readHead(answer);
  const records = readRecords(text, most + 2);
  // The last record of a cut text may be half of one.
  if (!isWhole) records.pop();
  const [header = [], ...rest] = records;
  const rows = rest
    .slice(0, most)
    .map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
  return { rows, isCut: rest.length > most || !isWhole };
}

async function readHead(answer: Response): Promise<{ text: string; isWhole: boolean }> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    if (text.length > headBytes) {
      await reader.cancel();
      return { text, isWhole: false };
    }
  }
  return { text, isWhole: true };
}

/** Records by RFC 4180, whatever delimiter the first line uses. */
function readRecords(text: string, most: number): string[][] {
  const firstLine = text.split('\n', 1)[0] ?? '';
  const delimiter = [';', '\t', '|', ','].find((mark) => firstLine.includes(mark)) ?? ',';
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
