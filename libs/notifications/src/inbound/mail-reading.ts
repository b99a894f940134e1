import { simpleParser, type AddressObject, type Attachment, type ParsedMail } from 'mailparser';

/** A mail taken apart. Everything in it was written by whoever sent it. */
export interface ReadMail {
  /** Header values by lower-case name, in the order of the mail, unfolded. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The one address in From, in lower case; null when there is none, or more than one. */
  readonly from: string | null;
  readonly subject: string;
  readonly messageId: string | null;
  /** The ids in In-Reply-To and References, without their brackets. */
  readonly answers: readonly string[];
  /** Multipart/report and its parts, where the mail is one (RFC 6522). */
  readonly reportType: string | null;
  readonly deliveryStatus: string | null;
  readonly text: string;
  readonly attachments: readonly ReadAttachment[];
}

export interface ReadAttachment {
  readonly name: string;
  readonly content: Buffer;
}

/** Longer texts are cut: what a person reads of a mail, and what the patterns below are held against. */
const textChars = 100_000;
const htmlChars = 300_000;
const headBytes = 256 * 1024;
const mostLines = 500_000;
const mostAttachments = 20;

/**
 * Takes a mail apart; null when it is built to be unreadable (mailparser gives up after 1,000 parts or a megabyte of header
 * fields; what it would still read slowly is refused here before).
 */
export async function readMail(raw: Buffer): Promise<ReadMail | null> {
  const end = endOfHead(raw);
  if (end > headBytes || countLines(raw) > mostLines) return null;
  try {
    const parsed = await simpleParser(raw, {
      keepDeliveryStatus: true,
      skipHtmlToText: false,
      skipTextToHtml: true,
      skipImageLinks: true,
      skipTextLinks: true,
      maxHtmlLengthToParse: htmlChars,
    } as Parameters<typeof simpleParser>[1]);
    return toReadMail(parsed, raw.subarray(0, end));
  } catch {
    return null;
  }
}

/** Sender and subject for a list, from the header alone. */
export async function readHead(raw: Buffer): Promise<{ from: string | null; subject: string | null }> {
  const head = raw.subarray(0, Math.min(endOfHead(raw), 64 * 1024));
  const mail = await readMail(Buffer.concat([head, Buffer.from('\r\n\r\n')]));
  return { from: mail?.from ?? null, subject: mail?.subject ?? null };
}

/** Text for a column: PostgreSQL has no NUL, and a list no control or direction characters. */
function oneLine(text: string, length: number): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, length);
}

function toReadMail(parsed: ParsedMail, head: Buffer): ReadMail {
  const headers = headerValues(head);
  const structured = parsed.headers.get('content-type') as
    { value?: string; params?: Record<string, string> } | undefined;
  const isReport = structured?.value?.toLowerCase() === 'multipart/report';
  const status = parsed.attachments.find(({ contentType }) =>
    /^message\/(global-)?delivery-status$/.test(contentType),
  );
  return {
    headers,
    from: onlyAddress(parsed.from, headers.get('from')?.length ?? 0),
    subject: oneLine(parsed.subject ?? '', 300),
    messageId: parsed.messageId?.replace(/^<|>$/g, '') ?? null,
    answers: [...(headers.get('in-reply-to') ?? []), ...(headers.get('references') ?? [])]
      .flatMap((ids) => [...ids.slice(0, 10_000).matchAll(/<([^<>\s]{1,250})>/g)].map(([, id = '']) => id))
      .slice(0, 100),
    reportType: isReport ? (structured?.params?.['report-type']?.toLowerCase() ?? '') : null,
    deliveryStatus: status ? status.content.toString('utf8', 0, textChars) : null,
    text: (parsed.text ?? '').slice(0, textChars).replaceAll('\u0000', ''),
    attachments: parsed.attachments
      .filter((attachment) => attachment !== status && !attachment.related)
      .slice(0, mostAttachments)
      .map(toAttachment),
  };
}

function toAttachment({ filename, content }: Attachment, index: number): ReadAttachment {
  const name = oneLine((filename ?? '').replace(/[\\/:*?"<>|]/g, '_'), 150).replace(/^\.+/, '');
  return { name: name === '' ? `attachment-${index + 1}` : name, content };
}

/** Two From fields or two addresses in one: nobody can say who wrote it. */
function onlyAddress(from: AddressObject | undefined, fields: number): string | null {
  const [first, second] = from?.value ?? [];
  return fields === 1 && second === undefined ? (first?.address?.toLowerCase() ?? null) : null;
}

function headerValues(head: Buffer): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const line of head
    .toString('latin1')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}

function endOfHead(raw: Buffer): number {
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  const ends = [crlf, lf].filter((at) => at >= 0);
  return ends.length === 0 ? raw.length : Math.min(...ends);
}

function countLines(raw: Buffer): number {
  let lines = 0;
  for (let at = raw.indexOf(10); at >= 0 && lines <= mostLines; at = raw.indexOf(10, at + 1)) lines++;
  return lines;
}
