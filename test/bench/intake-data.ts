import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** Columns of the generated file, in its order. */
export const fileColumns = [
  'case_ref',
  'order_ref',
  'ordered_on',
  'delivered_on',
  'requested_on',
  'reason',
  'legal_basis',
  'customer_name',
  'customer_email',
  'customer_phone',
  'country',
  'sku',
  'product',
  'quantity',
  'unit_price',
  'currency',
  'condition',
  'payment_ref',
  'postal_code',
  'city',
  'street',
] as const;

const bases = ['withdrawal', 'withdrawal', 'non_conformity', 'wrong_item'] as const;
const reasonOf = {
  withdrawal: 'does_not_fit',
  non_conformity: 'defective',
  wrong_item: 'wrong_item',
} as const;
const places = [
  ['DE', '10115', 'Berlin', 'Lindenweg 1'],
  ['FR', '75011', 'Paris', 'rue de la Gare 7'],
  ['PL', '31-001', 'Kraków', 'ul. Ogrodowa 3'],
  ['IT', '50122', 'Firenze', 'Via Garibaldi 12'],
] as const;

/**
 * Writes a file of so many rows, about 2.3 rows to a case as in real returns, a tenth of the customers with more than one
 * case. The same arguments give the same file.
 */
export async function writeReturns(path: string, rows: number): Promise<{ cases: number; bytes: number }> {
  const out = createWriteStream(path);
  let bytes = 0;
  let text = `${fileColumns.join(',')}\n`;
  let cases = 0;
  const flush = async (): Promise<void> => {
    bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  };
  for (let row = 0; row < rows; cases++) {
    const n = cases;
    const customer = n % 10 === 9 ? n - 5 : n;
    const [country, postal, city, street] = places[n % 4] as (typeof places)[number];
    const day = String((n % 27) + 1).padStart(2, '0');
    const size = Math.min([1, 1, 2, 3, 4, 3, 2][n % 7] ?? 1, rows - row);
    for (let i = 0; i < size; i++, row++) {
      const basis = bases[(n + i) % 4] as (typeof bases)[number];
      const product = i % 3 === 2 ? '"Shirt, blue ""Oslo"""' : 'White hanging heart holder';
      text += `R-${n},O-${n},2026-01-${day},2026-02-${day},2026-02-${day},${reasonOf[basis]},${basis},Žaneta Müller ${customer},customer${customer}@example.org,+4915123${String(customer % 1_000_000).padStart(6, '0')},${country},SKU-${(n * 7 + i) % 5_000},${product},${(n % 3) + 1},${(n % 90) + 9}.99,EUR,new,PAY-${n},${postal},${city},${street}\n`;
    }
    if (text.length > 256 * 1024) await flush();
  }
  await flush();
  out.end();
  await once(out, 'finish');
  return { cases, bytes };
}
