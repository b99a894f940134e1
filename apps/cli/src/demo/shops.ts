import { parseUnitPrice } from '#platform';
import type { ListingFormat, NewClient, Operator } from '#clients';

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly priceMinor: number;
}

/** One demo webshop: the client, what it sells, to whom, and how its shop system writes a file. */
export interface Shop {
  readonly client: NewClient;
  readonly products: readonly Product[];
  /** Share of customers by country. */
  readonly customers: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly rate: { readonly unitPriceE4: bigint; readonly currency: string };
  readonly file: ShopFile;
}

/** The look of a shop's export: our canonical column under the shop's own header. */
export interface ShopFile {
  readonly name: string;
  readonly encoding: string;
  readonly delimiter: ',' | ';' | '\t';
  readonly decimal: '.' | ',';
  readonly date: 'iso' | 'dmy.' | 'dmy/';
  readonly headers: Readonly<Record<DemoColumn, string>>;
}

export const demoColumns = [
  'case_ref',
  'order_ref',
  'ordered_on',
  'delivered_on',
  'requested_on',
  'received_on',
  'reason',
  'legal_basis',
  'customer_name',
  'customer_email',
  'customer_phone',
  'country',
  'sku',
  'product',
  'category',
  'quantity',
  'unit_price',
  'currency',
  'condition',
  'payment_ref',
  'postal_code',
  'city',
  'street',
] as const;
export type DemoColumn = (typeof demoColumns)[number];

export const demoOperator: Operator = {
  legalName: 'Reintegro Returns Desk GmbH',
  country: 'DE',
  address: { street: 'Speicherstraße 12', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  vatId: 'DE811569869',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
  email: 'billing@desk.example',
  phone: '+49 40 123456',
  register: 'Amtsgericht Hamburg, HRB 000000',
  zone: 'Europe/Berlin',
};

const price = (text: string): bigint => {
  const value = parseUnitPrice(text);
  if (value === null) throw new Error(`not a price: ${text}`);
  return value;
};

function format(
  names: Readonly<Record<string, string>>,
  rest: Omit<ListingFormat, 'columns' | 'quote' | 'lineEnd'>,
): ListingFormat {
  return {
    columns: Object.entries(names).map(([field, name]) => ({
      field: field as ListingFormat['columns'][number]['field'],
      name,
    })),
    lineEnd: '\r\n',
    quote: 'minimal',
    ...rest,
  };
}

/** What the two shops with more to tell have agreed; each message that is accepted is a contact. */
const toldInFull = {
  purposes: [
    'decision',
    'missing_information',
    'replacement_shipped',
    'out_of_stock',
    'refund_failed',
    'reminder',
  ],
} satisfies NewClient['settings']['notifications'];

/** Four webshops in four countries that differ in everything a client may choose. */
export const demoShops: readonly Shop[] = [
  {
    client: {
      code: 'NORDLICHT',
      name: 'Nordlicht Mode',
      legalName: 'Nordlicht Mode GmbH',
      country: 'DE',
      address: { street: 'Hafenstraße 7', postalCode: '24103', city: 'Kiel', country: 'DE' },
      vatId: 'DE136695976',
      email: 'buchhaltung@nordlicht.example',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      defaultLanguage: 'de',
      brand: {
        color: '#14506e',
        website: 'https://nordlicht.example',
        supportEmail: 'hilfe@nordlicht.example',
      },
      sender: { name: 'Nordlicht Mode', email: 'service@nordlicht.example' },
      settings: {
        formality: 'formal',
        paymentDays: 14,
        refundListing: {
          schedule: { at: '16:00', weekdays: [1, 2, 3, 4, 5] },
          format: format(
            {
              reference: 'Referenz',
              order_ref: 'Bestellnummer',
              payee_name: 'Empfänger',
              iban: 'IBAN',
              payment_ref: 'Zahlung',
              amount: 'Betrag',
              currency: 'Währung',
              entry: 'Art',
            },
            { delimiter: ';', encoding: 'windows-1252', decimal: ',', dateStyle: 'dd.MM.yyyy' },
          ),
        },
        replacementListing: {
          schedule: { at: '12:00', weekdays: [1, 2, 3, 4, 5] },
          format: format(
            {
              reference: 'Referenz',
              order_ref: 'Bestellnummer',
              sku: 'Artikel',
              product: 'Bezeichnung',
              quantity: 'Menge',
              payee_name: 'Name',
              street: 'Straße',
              postal_code: 'PLZ',
              city: 'Ort',
              country: 'Land',
            },
            { delimiter: ';', encoding: 'windows-1252', decimal: ',', dateStyle: 'dd.MM.yyyy' },
          ),
        },
      },
    },
    products: [
      { sku: 'NL-1001', name: 'Regenjacke „Föhr“', category: 'clothing', priceMinor: 12900 },
      { sku: 'NL-1002', name: 'Strickpullover', category: 'clothing', priceMinor: 7995 },
      { sku: 'NL-1003', name: 'Wanderschuhe', category: 'shoes', priceMinor: 14990 },
      { sku: 'NL-1004', name: 'Leinenhemd', category: 'clothing', priceMinor: 4999 },
      { sku: 'NL-1005', name: 'Wollsocken, 3 Paar', category: 'hygiene', priceMinor: 1995 },
      { sku: 'NL-1006', name: 'Mütze', category: 'clothing', priceMinor: 2450 },
      { sku: 'NL-1007', name: 'Rucksack 24 l', category: 'bags', priceMinor: 8900 },
    ],
    customers: { DE: 62, AT: 14, CH: 8, NL: 6, DK: 6, CZ: 4 },
    rows: 2100,
    rate: { unitPriceE4: price('0.5500'), currency: 'EUR' },
    file: {
      name: 'retouren.csv',
      encoding: 'windows-1252',
      delimiter: ';',
      decimal: ',',
      date: 'dmy.',
      headers: {
        case_ref: 'Retourennummer',
        order_ref: 'Bestellnummer',
        ordered_on: 'Bestelldatum',
        delivered_on: 'Lieferdatum',
        requested_on: 'Retourdatum',
        received_on: 'Eingangsdatum',
        reason: 'Grund',
        legal_basis: 'Rechtsgrund',
        customer_name: 'Kunde',
        customer_email: 'E-Mail',
        customer_phone: 'Telefon',
        country: 'Land',
        sku: 'Artikelnummer',
        product: 'Artikel',
        category: 'Kategorie',
        quantity: 'Menge',
        unit_price: 'Einzelpreis',
        currency: 'Währung',
        condition: 'Zustand',
        payment_ref: 'Zahlungsreferenz',
        postal_code: 'PLZ',
        city: 'Ort',
        street: 'Straße',
      },
    },
  },
  {
    client: {
      code: 'MAISONLUNE',
      name: 'Maison Lune',
      legalName: 'Maison Lune SAS',
      country: 'FR',
      address: { street: '18 rue des Carmes', postalCode: '44000', city: 'Nantes', country: 'FR' },
      vatId: 'FR40303265045',
      email: 'comptabilite@maisonlune.example',
      zone: 'Europe/Paris',
      currency: 'EUR',
      defaultLanguage: 'fr',
      brand: {
        color: '#7a3b69',
        website: 'https://maisonlune.example',
        supportEmail: 'aide@maisonlune.example',
      },
      sender: { name: 'Maison Lune', email: 'service@maisonlune.example' },
      settings: {
        notifications: toldInFull,
        formality: 'formal',
        paymentDays: 30,
        refundListing: {
          schedule: { at: '15:00', weekdays: [5] },
          format: format(
            {
              line: 'Ligne',
              reference: 'Référence',
              case_ref: 'Retour',
              payee_name: 'Bénéficiaire',
              iban: 'IBAN',
              payment_ref: 'Paiement',
              amount: 'Montant',
              currency: 'Devise',
              cutoff_date: 'Date',
            },
            { delimiter: ';', encoding: 'utf-8-bom', decimal: ',', dateStyle: 'dd/MM/yyyy' },
          ),
        },
        replacementListing: {
          schedule: { at: '09:30', weekdays: [1, 2, 3, 4, 5] },
          format: format(
            {
              line: 'Ligne',
              reference: 'Référence',
              sku: 'Article',
              quantity: 'Quantité',
              payee_name: 'Nom',
              street: 'Adresse',
              postal_code: 'Code postal',
              city: 'Ville',
              country: 'Pays',
              phone: 'Téléphone',
            },
            { delimiter: ';', encoding: 'utf-8-bom', decimal: ',', dateStyle: 'dd/MM/yyyy' },
          ),
        },
      },
    },
    products: [
      { sku: 'ML-20', name: 'Théière en fonte', category: 'kitchen', priceMinor: 6490 },
      { sku: 'ML-21', name: 'Assiettes, lot de 6', category: 'kitchen', priceMinor: 5400 },
      { sku: 'ML-22', name: 'Lampe de chevet', category: 'lighting', priceMinor: 8900 },
      { sku: 'ML-23', name: 'Bougie parfumée', category: 'hygiene', priceMinor: 2250 },
      { sku: 'ML-24', name: 'Nappe brodée à vos initiales', category: 'made_to_order', priceMinor: 11900 },
      { sku: 'ML-25', name: 'Coussin en lin', category: 'textile', priceMinor: 3590 },
    ],
    customers: { FR: 55, BE: 14, ES: 12, IT: 11, PT: 8 },
    rows: 1400,
    rate: { unitPriceE4: price('0.5200'), currency: 'EUR' },
    file: {
      name: 'retours.csv',
      encoding: 'utf8',
      delimiter: ';',
      decimal: ',',
      date: 'dmy/',
      headers: {
        case_ref: 'Numéro de retour',
        order_ref: 'Numéro de commande',
        ordered_on: 'Date de commande',
        delivered_on: 'Date de livraison',
        requested_on: 'Date de retour',
        received_on: 'Date de réception',
        reason: 'Motif',
        legal_basis: 'Base légale',
        customer_name: 'Client',
        customer_email: 'E-mail',
        customer_phone: 'Téléphone',
        country: 'Pays',
        sku: 'Référence article',
        product: 'Article',
        category: 'Catégorie',
        quantity: 'Quantité',
        unit_price: 'Prix unitaire',
        currency: 'Devise',
        condition: 'État',
        payment_ref: 'Référence de paiement',
        postal_code: 'Code postal',
        city: 'Ville',
        street: 'Adresse',
      },
    },
  },
  {
    client: {
      code: 'BURSZTYN',
      name: 'Bursztyn',
      legalName: 'Bursztyn Sp. z o.o.',
      country: 'PL',
      address: { street: 'ul. Długa 44', postalCode: '80-831', city: 'Gdańsk', country: 'PL' },
      vatId: 'PL8567346215',
      email: 'ksiegowosc@bursztyn.example',
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      defaultLanguage: 'pl',
      brand: {
        color: '#a85b00',
        website: 'https://bursztyn.example',
        supportEmail: 'pomoc@bursztyn.example',
      },
      sender: { name: 'Bursztyn', email: 'sklep@bursztyn.example' },
      settings: {
        notifications: toldInFull,
        formality: 'formal',
        paymentDays: 14,
        refundListing: {
          schedule: { at: '12:00', weekdays: [1, 2, 3, 4, 5] },
          format: format(
            {
              reference: 'Tytuł',
              payee_name: 'Odbiorca',
              iban: 'Rachunek',
              payment_ref: 'Płatność',
              amount: 'Kwota',
              currency: 'Waluta',
              order_ref: 'Zamówienie',
            },
            { delimiter: '\t', encoding: 'windows-1250', decimal: ',', dateStyle: 'yyyy-MM-dd' },
          ),
        },
        replacementListing: {
          schedule: { at: '10:00', weekdays: [1, 3, 5] },
          format: format(
            {
              reference: 'Numer',
              sku: 'Towar',
              product: 'Nazwa',
              quantity: 'Ilość',
              payee_name: 'Odbiorca',
              street: 'Ulica',
              postal_code: 'Kod',
              city: 'Miasto',
              country: 'Kraj',
            },
            { delimiter: '\t', encoding: 'windows-1250', decimal: ',', dateStyle: 'yyyy-MM-dd' },
          ),
        },
      },
    },
    products: [
      { sku: 'BU-7', name: 'Słuchawki bezprzewodowe', category: 'electronics', priceMinor: 34900 },
      { sku: 'BU-8', name: 'Ładowarka USB-C', category: 'electronics', priceMinor: 8999 },
      { sku: 'BU-9', name: 'Głośnik przenośny', category: 'electronics', priceMinor: 21900 },
      { sku: 'BU-10', name: 'Etui na telefon', category: 'accessories', priceMinor: 4990 },
      { sku: 'BU-11', name: 'Klawiatura', category: 'electronics', priceMinor: 26900 },
    ],
    customers: { PL: 52, CZ: 8, SE: 6, FI: 6, DE: 4, HU: 4, SK: 3, LT: 3, LV: 3, EE: 3, UA: 3, RO: 3, HR: 2 },
    rows: 950,
    rate: { unitPriceE4: price('0.5500'), currency: 'EUR' },
    file: {
      name: 'zwroty.tsv',
      encoding: 'utf-16le',
      delimiter: '\t',
      decimal: ',',
      date: 'iso',
      headers: {
        case_ref: 'Numer zwrotu',
        order_ref: 'Numer zamówienia',
        ordered_on: 'Data zamówienia',
        delivered_on: 'Data dostawy',
        requested_on: 'Data zwrotu',
        received_on: 'Data przyjęcia',
        reason: 'Powód',
        legal_basis: 'Podstawa prawna',
        customer_name: 'Klient',
        customer_email: 'E-mail',
        customer_phone: 'Telefon',
        country: 'Kraj',
        sku: 'Numer produktu',
        product: 'Produkt',
        category: 'Kategoria',
        quantity: 'Ilość',
        unit_price: 'Cena jednostkowa',
        currency: 'Waluta',
        condition: 'Stan',
        payment_ref: 'Numer płatności',
        postal_code: 'Kod pocztowy',
        city: 'Miasto',
        street: 'Ulica',
      },
    },
  },
  {
    client: {
      code: 'HARBOUR',
      name: 'Harbour & Pine',
      legalName: 'Harbour & Pine Ltd',
      country: 'GB',
      address: { street: '3 Quayside', postalCode: 'BS1 4RW', city: 'Bristol', country: 'GB' },
      vatId: 'GB980780684',
      email: 'accounts@harbourpine.example',
      zone: 'Europe/London',
      currency: 'GBP',
      defaultLanguage: 'en',
      brand: {
        color: '#1f5f3f',
        website: 'https://harbourpine.example',
        supportEmail: 'help@harbourpine.example',
      },
      sender: { name: 'Harbour & Pine', email: 'hello@harbourpine.example' },
      settings: {
        formality: 'informal',
        paymentDays: 21,
        refundListing: {
          schedule: { at: '17:30', weekdays: [2, 4] },
          format: format(
            {
              line: 'Line',
              reference: 'Reference',
              entry: 'Type',
              order_ref: 'Order',
              payee_name: 'Name',
              payment_ref: 'Original payment',
              amount: 'Amount',
              currency: 'Currency',
              cutoff_date: 'Listing date',
            },
            { delimiter: ',', encoding: 'utf-8', decimal: '.', dateStyle: 'dd/MM/yyyy' },
          ),
        },
        replacementListing: {
          schedule: { at: '08:00', weekdays: [1, 2, 3, 4, 5, 6] },
          format: format(
            {
              reference: 'Reference',
              sku: 'SKU',
              product: 'Product',
              quantity: 'Qty',
              payee_name: 'Ship to',
              street: 'Address',
              city: 'Town',
              postal_code: 'Postcode',
              country: 'Country',
              phone: 'Phone',
            },
            { delimiter: ',', encoding: 'utf-8', decimal: '.', dateStyle: 'dd/MM/yyyy' },
          ),
        },
      },
    },
    products: [
      { sku: 'HP-301', name: 'Garden trowel', category: 'garden', priceMinor: 1450 },
      { sku: 'HP-302', name: 'Folding chair', category: 'furniture', priceMinor: 4900 },
      { sku: 'HP-303', name: 'Enamel mug, set of 4', category: 'kitchen', priceMinor: 3200 },
      { sku: 'HP-304', name: 'Picnic blanket', category: 'textile', priceMinor: 3995 },
      { sku: 'HP-305', name: 'Solar lantern', category: 'lighting', priceMinor: 2799 },
    ],
    customers: { GB: 46, IE: 8, NO: 5, GR: 7, BG: 6, RS: 4, MK: 4, TR: 4, SI: 3, IS: 3, LU: 3, AL: 3, BA: 4 },
    rows: 600,
    rate: { unitPriceE4: price('0.6100'), currency: 'EUR' },
    file: {
      name: 'returns.csv',
      encoding: 'utf8',
      delimiter: ',',
      decimal: '.',
      date: 'iso',
      headers: {
        case_ref: 'RMA',
        order_ref: 'Order number',
        ordered_on: 'Order date',
        delivered_on: 'Delivery date',
        requested_on: 'Return date',
        received_on: 'Received date',
        reason: 'Reason',
        legal_basis: 'Legal basis',
        customer_name: 'Customer name',
        customer_email: 'Email',
        customer_phone: 'Phone',
        country: 'Country',
        sku: 'SKU',
        product: 'Product',
        category: 'Category',
        quantity: 'Quantity',
        unit_price: 'Unit price',
        currency: 'Currency',
        condition: 'Condition',
        payment_ref: 'Payment reference',
        postal_code: 'Postcode',
        city: 'City',
        street: 'Street',
      },
    },
  },
];
