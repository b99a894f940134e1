import iconv from 'iconv-lite';
import papaparse from 'papaparse';
import type { ListingFormat } from '#clients';
import { fail } from './listing.errors.js';
import type { ReportedResult } from './listing.schema.js';
import { resultsOf, type ListingKind } from './listing.states.js';

type ReportField = keyof ReportedResult;

/** How clients head the columns they add, in lower case without marks and separators. */
const headers: Readonly<Record<ReportField, readonly string[]>> = {
  reference: [
    'reference',
    'ref',
    'referenz',
    'referencia',
    'riferimento',
    'referentie',
    'referencja',
    'referens',
  ],
  result: [
    'result',
    'status',
    'outcome',
    'ergebnis',
    'resultat',
    'statut',
    'resultado',
    'estado',
    'esito',
    'stato',
    'resultaat',
    'wynik',
    'tulos',
    'vysledek',
    'stav',
  ],
  reason: [
    'reason',
    'grund',
    'motif',
    'raison',
    'motivo',
    'reden',
    'powod',
    'orsak',
    'arsag',
    'syy',
    'duvod',
  ],
  paidOn: [
    'paidon',
    'paymentdate',
    'paiddate',
    'bezahltam',
    'zahlungsdatum',
    'datepaiement',
    'fechapago',
    'datapagamento',
  ],
  carrier: [
    'carrier',
    'versanddienst',
    'spediteur',
    'transporteur',
    'transportista',
    'corriere',
    'vervoerder',
    'przewoznik',
  ],
  tracking: [
    'tracking',
    'trackingnumber',
    'trackingno',
    'trackingcode',
    'sendungsnummer',
    'numerodesuivi',
    'seguimiento',
    'numerotracking',
    'numerprzesylki',
  ],
  shippedOn: ['shippedon', 'shipmentdate', 'versandtam', 'versanddatum', 'dateexpedition', 'fechaenvio'],
};

/** How clients write results, in lower case without marks and separators. */
const words: Readonly<Record<string, readonly string[]>> = {
  paid: [
    'paid',
    'ok',
    'yes',
    'done',
    'bezahlt',
    'gezahlt',
    'ja',
    'paye',
    'payee',
    'oui',
    'pagado',
    'pagato',
    'pago',
    'si',
    'betaald',
    'zaplacono',
    'betald',
    'betalt',
    'maksettu',
    'zaplaceno',
  ],
  failed: [
    'failed',
    'fail',
    'error',
    'no',
    'fehlgeschlagen',
    'fehler',
    'nein',
    'echec',
    'echoue',
    'fallido',
    'fallito',
    'mislukt',
    'nieudane',
    'misslyckades',
  ],
  returned: [
    'returned',
    'bounced',
    'zuruck',
    'rucklaufer',
    'retourne',
    'devuelto',
    'restituito',
    'teruggestuurd',
    'zwrocono',
  ],
  shipped: [
    'shipped',
    'sent',
    'yes',
    'ok',
    'versandt',
    'versendet',
    'ja',
    'expedie',
    'oui',
    'enviado',
    'spedito',
    'si',
    'verzonden',
    'wyslano',
    'skickad',
    'sendt',
  ],
  out_of_stock: [
    'outofstock',
    'unavailable',
    'no',
    'nichtlieferbar',
    'ausverkauft',
    'nein',
    'rupture',
    'rupturedestock',
    'agotado',
    'esaurito',
    'uitverkocht',
    'niedostepne',
  ],
};

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The results in a listing's file handed back: any order of columns, headers and words in the usual languages. A row whose result
 * is empty says nothing yet; one whose word is unknown is kept as it is, to be refused with its reference. Raises
 * `listing.csv_unreadable` when there is no column of references or of results.
 */
export function readReport(
  content: Buffer,
  kind: ListingKind,
  format: ListingFormat | null,
): ReportedResult[] {
  const text = decode(content, format);
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const parsed = papaparse.parse<string[]>(text, {
    delimiter: format && firstLine.includes(format.delimiter) ? format.delimiter : '',
    skipEmptyLines: 'greedy',
  });
  const [header = [], ...rows] = parsed.data;
  const at = columnsOf(header, format);
  if (at.reference === undefined || at.result === undefined) {
    throw fail('listing.csv_unreadable', {
      missing: at.reference === undefined ? 'reference' : 'result',
    });
  }
  const { reference, result } = at;
  return rows.flatMap((cells) => {
    const said = (cells[result] ?? '').trim();
    if (said === '') return [];
    const optional = (field: ReportField): string | undefined => {
      const index = at[field];
      const value = index === undefined ? '' : (cells[index] ?? '').trim().replace(/^'/, '').slice(0, 500);
      return value === '' ? undefined : value;
    };
    return {
      reference: (cells[reference] ?? '').trim().slice(0, 64),
      result: resultsOf[kind].find((r) => words[r]?.includes(plain(said))) ?? said.slice(0, 64),
      reason: optional('reason'),
      paidOn: optional('paidOn'),
      carrier: optional('carrier'),
      tracking: optional('tracking'),
      shippedOn: optional('shippedOn'),
    };
  });
}

/** Own names come first: the client may have named an order column "Status". */
function columnsOf(
  header: readonly string[],
  format: ListingFormat | null,
): Partial<Record<ReportField, number>> {
  const names = header.map(plain);
  const own = new Map((format?.columns ?? []).map((c) => [plain(c.name), c.field]));
  const found: Partial<Record<ReportField, number>> = {};
  for (const field of Object.keys(headers) as ReportField[]) {
    const index = names.findIndex((name) =>
      own.has(name) ? field === 'reference' && own.get(name) === 'reference' : headers[field].includes(name),
    );
    if (index >= 0) found[field] = index;
  }
  return found;
}

/** By its byte order mark, else as UTF-8 when it is, else in the encoding the file was sent in. */
function decode(content: Buffer, format: ListingFormat | null): string {
  if (content[0] === 0xff && content[1] === 0xfe) return content.subarray(2).toString('utf16le');
  if (content[0] === 0xfe && content[1] === 0xff) return iconv.decode(content, 'utf-16be');
  const encoding = format?.encoding ?? 'utf-8';
  if (encoding === 'utf-16le' && content[1] === 0) return content.toString('utf16le');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return iconv.decode(content, encoding.startsWith('utf') ? 'windows-1252' : encoding);
  }
}
