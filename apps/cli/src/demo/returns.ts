import iconv from 'iconv-lite';
import { addDays, formatMinor } from '#platform';
import { newPerson, type Person } from './people.js';
import { Random } from './random.js';
import { demoColumns, type DemoColumn, type Shop } from './shops.js';

type Row = Record<DemoColumn, string>;

const reasonWeights = {
  changed_mind: 34,
  does_not_fit: 21,
  defective: 17,
  not_as_described: 9,
  damaged_in_transit: 8,
  wrong_item: 7,
  arrived_late: 4,
};

/**
 * A shop's export of returns up to `today` (ISO date), in the shop's own headers, encoding and styles. Shaped like the
 * measured facts of real returns: a median of 9 days from order to return, nine in ten within 65; a few exact duplicates,
 * rows that can't be read and cases that lack a price or a contact are among them.
 */
export function shopExport(shop: Shop, today: string, seed: number, rows = shop.rows): Buffer {
  const random = new Random(seed);
  const people: Person[] = [];
  const lines: Row[] = [];
  for (let n = 1; lines.length < rows; n++) {
    const person =
      people.length > 20 && random.chance(0.12) ? random.pick(people) : newcomer(random, shop, people);
    lines.push(...newCase(random, shop, person, n, today).slice(0, rows - lines.length));
  }
  spoil(random, lines);
  const header = demoColumns.map((column) => shop.file.headers[column]);
  const text = [header, ...lines.map((line) => demoColumns.map((column) => line[column]))]
    .map((cells) => cells.map((cell) => quote(cell, shop.file.delimiter)).join(shop.file.delimiter))
    .join('\r\n');
  return iconv.encode(`${text}\r\n`, shop.file.encoding, { addBOM: shop.file.encoding === 'utf-16le' });
}

function newcomer(random: Random, shop: Shop, people: Person[]): Person {
  const person = newPerson(random, random.weighted(shop.customers), people.length + 1);
  people.push(person);
  return person;
}

function newCase(random: Random, shop: Shop, person: Person, n: number, today: string): Row[] {
  const requestedOn = addDays(today, -random.between(0, 12));
  const lag = Math.min(400, Math.max(2, Math.round(random.logNormal(9, 65))));
  const orderedOn = addDays(requestedOn, -lag);
  const deliveredOn = addDays(orderedOn, Math.min(lag, random.between(1, 5)));
  const items = random.chance(0.72) ? 1 : random.between(2, 4);
  const date = (iso: string): string => localDate(iso, shop.file.date);
  const reason = random.weighted(reasonWeights);
  return Array.from({ length: items }, () => {
    const product = random.pick(shop.products);
    return {
      case_ref: `${shop.client.code.slice(0, 2)}-R${100_000 + n}`,
      order_ref: `${shop.client.code.slice(0, 2)}${700_000 + n}`,
      ordered_on: date(orderedOn),
      delivered_on: date(deliveredOn),
      requested_on: date(requestedOn),
      received_on: random.chance(0.6) ? date(requestedOn) : '',
      reason,
      legal_basis: legalBasis(reason, lag),
      customer_name: person.name,
      customer_email: person.email,
      customer_phone: person.phone,
      country: person.country,
      sku: product.sku,
      product: product.name,
      category: product.category,
      quantity: String(random.chance(0.85) ? 1 : random.between(2, 6)),
      unit_price: formatMinor(product.priceMinor, shop.client.currency, shop.file.decimal),
      currency: shop.client.currency,
      condition: random.weighted({ new: 50, opened: 35, used: 8, damaged: 7 }),
      payment_ref: `PAY-${shop.client.code.slice(0, 2)}-${500_000 + n}`,
      postal_code: person.postalCode,
      city: person.city,
      street: person.street,
    };
  });
}

function legalBasis(reason: keyof typeof reasonWeights, lag: number): string {
  switch (reason) {
    case 'defective':
    case 'not_as_described':
      return 'non_conformity';
    case 'damaged_in_transit':
      return 'transport_damage';
    case 'wrong_item':
      return 'wrong_item';
    case 'changed_mind':
    case 'does_not_fit':
    case 'arrived_late':
      return lag <= 14 ? 'withdrawal' : 'goodwill';
  }
}

/** What real files have: rows that can't be read, cells that are missing, lines that stand twice. */
function spoil(random: Random, lines: Row[]): void {
  const some = (count: number, change: (row: Row, at: number) => void): void => {
    for (let i = 0; i < count; i++) {
      const at = random.between(1, lines.length - 1);
      const row = lines[at];
      if (row) change(row, at);
    }
  };
  const share = Math.max(1, Math.round(lines.length / 400));
  some(share, (row) => (row.quantity = random.pick(['0', '-1', 'two'])));
  some(share, (row) => (row.unit_price = 'n/a'));
  some(share, (row) => (row.customer_email = 'a.person(at)example.org'));
  some(share, (row) => (row.order_ref = ''));
  some(share * 2, (row) => (row.unit_price = ''));
  some(share * 2, (row) => (row.customer_email = ''));
  some(share, (row, at) => (lines[at - 1] = { ...row }));
}

function localDate(iso: string, style: 'iso' | 'dmy.' | 'dmy/'): string {
  const [year, month, day] = iso.split('-');
  return style === 'iso' ? iso : [day, month, year].join(style === 'dmy.' ? '.' : '/');
}

function quote(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
