import type { Random } from './random.js';

interface Country {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly cities: readonly (readonly [postalCode: string, city: string])[];
  readonly streets: readonly string[];
  /** A number of the kind that the country's regulator keeps for fiction or tests, or an unassigned one. */
  readonly phone: string;
}

/** Invented people: common names, real cities, mail domains reserved for examples (RFC 2606). */
export const countries: Readonly<Record<string, Country>> = {
  DE: {
    first: ['Anna', 'Jürgen', 'Lena', 'Thomas', 'Miriam', 'Felix', 'Sabine'],
    last: ['Schäfer', 'Müller', 'Weiß', 'Krause', 'Böhm', 'Yılmaz'],
    cities: [
      ['10115', 'Berlin'],
      ['50667', 'Köln'],
      ['80331', 'München'],
      ['04109', 'Leipzig'],
    ],
    streets: ['Lindenweg', 'Gartenstraße', 'Am Bühl'],
    phone: '+4915123456789',
  },
  AT: {
    first: ['Katharina', 'Stefan', 'Magdalena', 'Lukas'],
    last: ['Gruber', 'Huber', 'Wöß', 'Steiner'],
    cities: [
      ['1010', 'Wien'],
      ['8010', 'Graz'],
      ['5020', 'Salzburg'],
    ],
    streets: ['Hauptstraße', 'Mühlgasse'],
    phone: '+43664123456',
  },
  CH: {
    first: ['Ursina', 'Reto', 'Nadine', 'Beat'],
    last: ['Keller', 'Frei', 'Zürcher'],
    cities: [
      ['8001', 'Zürich'],
      ['3011', 'Bern'],
    ],
    streets: ['Seestrasse', 'Bahnhofstrasse'],
    phone: '+41781234567',
  },
  FR: {
    first: ['Chloé', 'Hélène', 'Étienne', 'François', 'Inès', 'Loïc'],
    last: ['Lefèvre', 'Dubois', 'Garçon', 'Moreau', 'Rousseau'],
    cities: [
      ['75011', 'Paris'],
      ['69002', 'Lyon'],
      ['13001', 'Marseille'],
      ['35000', 'Rennes'],
    ],
    streets: ['rue de la Gare', 'avenue des Tilleuls', 'place de l’Église'],
    phone: '+33612345678',
  },
  BE: {
    first: ['Noémie', 'Jef', 'Lotte', 'Wout'],
    last: ['Peeters', 'Janssens', 'Claes'],
    cities: [
      ['1000', 'Bruxelles'],
      ['9000', 'Gent'],
    ],
    streets: ['rue Neuve', 'Kerkstraat'],
    phone: '+32470123456',
  },
  ES: {
    first: ['Begoña', 'Íñigo', 'Lucía', 'Jesús', 'Núria'],
    last: ['Muñoz', 'García Pérez', 'Ibáñez', 'Ortega'],
    cities: [
      ['28004', 'Madrid'],
      ['08002', 'Barcelona'],
      ['41001', 'Sevilla'],
    ],
    streets: ['Calle Mayor', 'Avenida del Puerto'],
    phone: '+34612345678',
  },
  IT: {
    first: ['Giulia', 'Niccolò', 'Chiara', 'Matteo'],
    last: ['Rossi', 'D’Angelo', 'Ferrari', 'Bianchi'],
    cities: [
      ['20121', 'Milano'],
      ['00184', 'Roma'],
      ['50122', 'Firenze'],
    ],
    streets: ['Via Garibaldi', 'Corso Italia'],
    phone: '+393123456789',
  },
  PT: {
    first: ['João', 'Inês', 'Conceição', 'Tomás'],
    last: ['Gonçalves', 'Simões', 'Araújo'],
    cities: [
      ['1100-148', 'Lisboa'],
      ['4000-322', 'Porto'],
    ],
    streets: ['Rua das Flores', 'Avenida da Liberdade'],
    phone: '+351912345678',
  },
  NL: {
    first: ['Sanne', 'Daan', 'Fleur', 'Joost'],
    last: ['de Vries', 'van den Berg', 'Bakker'],
    cities: [
      ['1012 AB', 'Amsterdam'],
      ['3011 AA', 'Rotterdam'],
    ],
    streets: ['Dorpsstraat', 'Molenweg'],
    phone: '+31612345678',
  },
  PL: {
    first: ['Agnieszka', 'Łukasz', 'Żaneta', 'Paweł', 'Małgorzata'],
    last: ['Wójcik', 'Kowalska', 'Dąbrowski', 'Łęcka', 'Nowak'],
    cities: [
      ['00-001', 'Warszawa'],
      ['31-001', 'Kraków'],
      ['90-001', 'Łódź'],
    ],
    streets: ['ul. Ogrodowa', 'ul. Świętojańska'],
    phone: '+48512345678',
  },
  CZ: {
    first: ['Jiří', 'Zdeňka', 'Ondřej', 'Tereza'],
    last: ['Dvořák', 'Nováková', 'Říha', 'Černý'],
    cities: [
      ['110 00', 'Praha'],
      ['602 00', 'Brno'],
    ],
    streets: ['Květná', 'Nádražní'],
    phone: '+420601123456',
  },
  SE: {
    first: ['Åsa', 'Björn', 'Linnéa', 'Göran'],
    last: ['Lindström', 'Öberg', 'Nilsson'],
    cities: [
      ['111 20', 'Stockholm'],
      ['411 03', 'Göteborg'],
    ],
    streets: ['Storgatan', 'Björkvägen'],
    phone: '+46701234567',
  },
  DK: {
    first: ['Søren', 'Freja', 'Jørgen', 'Astrid'],
    last: ['Sørensen', 'Kjær', 'Møller'],
    cities: [
      ['1050', 'København'],
      ['8000', 'Aarhus'],
    ],
    streets: ['Strandvejen', 'Nørregade'],
    phone: '+4532123456',
  },
  FI: {
    first: ['Päivi', 'Jyrki', 'Aino', 'Eero'],
    last: ['Mäkinen', 'Hämäläinen', 'Virtanen'],
    cities: [
      ['00100', 'Helsinki'],
      ['33100', 'Tampere'],
    ],
    streets: ['Mannerheimintie', 'Koivukuja'],
    phone: '+358412345678',
  },
  NO: {
    first: ['Øyvind', 'Ingrid', 'Bjørg', 'Håkon'],
    last: ['Bjørnstad', 'Ødegård', 'Hansen'],
    cities: [
      ['0150', 'Oslo'],
      ['5003', 'Bergen'],
    ],
    streets: ['Kirkegata', 'Fjellveien'],
    phone: '+4740612345',
  },
  GR: {
    first: ['Ελένη', 'Γιώργος', 'Μαρία', 'Νίκος'],
    last: ['Παπαδοπούλου', 'Δημητρίου', 'Γεωργίου'],
    cities: [
      ['105 57', 'Αθήνα'],
      ['546 24', 'Θεσσαλονίκη'],
    ],
    streets: ['Ερμού', 'Πλατεία Ελευθερίας'],
    phone: '+306912345678',
  },
  GB: {
    first: ['Amelia', 'Siân', 'Hamish', 'Priya', 'George'],
    last: ["O'Connor", 'Wright', 'Llewellyn', 'Patel', 'Campbell'],
    cities: [
      ['SW1A 1AA', 'London'],
      ['EH1 1YZ', 'Edinburgh'],
      ['CF10 1EP', 'Cardiff'],
    ],
    streets: ['High Street', 'Spencer Rise'],
    phone: '+447400123456',
  },
  IE: {
    first: ['Aoife', 'Seán', 'Niamh', 'Pádraig'],
    last: ['Ó Briain', 'Murphy', 'Kavanagh'],
    cities: [
      ['D02 X285', 'Dublin'],
      ['T12 W8XK', 'Cork'],
    ],
    streets: ['Main Street', 'Harbour Road'],
    phone: '+353850123456',
  },
};

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly country: string;
  readonly postalCode: string;
  readonly city: string;
  readonly street: string;
}

/** An invented person of a country; `serial` makes the address unique. */
export function newPerson(random: Random, country: string, serial: number): Person {
  const land = countries[country];
  if (!land) throw new Error(`no people for ${country}`);
  const [postalCode, city] = random.pick(land.cities);
  return {
    name: `${random.pick(land.first)} ${random.pick(land.last)}`,
    email: `${country.toLowerCase()}.customer${serial}@example.${random.pick(['com', 'org', 'net'])}`,
    phone: land.phone,
    country,
    postalCode,
    city,
    street: `${random.pick(land.streets)} ${random.between(1, 140)}`,
  };
}
