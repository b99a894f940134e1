import type { Client } from '#clients';
import { newId } from '#platform';

const format: Client['settings']['refundListing']['format'] = {
  columns: [{ field: 'reference', name: 'Reference' }],
  delimiter: ';',
  encoding: 'utf-8',
  decimal: ',',
  dateStyle: 'yyyy-MM-dd',
  lineEnd: '\r\n',
  quote: 'minimal',
};

/** A client that is not stored: for what is measured without a database. */
export function benchClient(): Client {
  return {
    id: newId(),
    status: 'active',
    code: 'BENCH',
    name: 'Nordlicht Mode',
    legalName: 'Nordlicht Mode GmbH',
    country: 'DE',
    address: { street: 'Lindenweg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    vatId: null,
    email: 'office@nordlicht.example',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    defaultLanguage: 'de',
    brand: { color: '#0a7d4b', website: 'https://nordlicht.example', supportPhone: '+49 30 1234567' },
    sender: { name: 'Nordlicht Mode', email: 'service@nordlicht.example' },
    settings: {
      formality: 'formal',
      paymentDays: 14,
      refundListing: { schedule: { at: '16:00', weekdays: [1, 2, 3, 4, 5] }, format },
      replacementListing: { schedule: null, format },
    },
  };
}
