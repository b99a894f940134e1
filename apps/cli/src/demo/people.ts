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
  BG: {
    first: ['Иванка', 'Георги', 'Мария', 'Димитър'],
    last: ['Петрова', 'Иванов', 'Стоянова'],
    cities: [
      ['1000', 'София'],
      ['4000', 'Пловдив'],
    ],
    streets: ['ул. Шипка', 'бул. Витоша'],
    phone: '+359878123456',
  },
  HU: {
    first: ['Anna', 'Gergő', 'Zsófia', 'Bálint'],
    last: ['Nagy', 'Kovács', 'Szőke', 'Tóth'],
    cities: [
      ['1051', 'Budapest'],
      ['6720', 'Szeged'],
    ],
    streets: ['Kossuth utca', 'Petőfi tér'],
    phone: '+36201234567',
  },
  RO: {
    first: ['Ioana', 'Ștefan', 'Mădălina', 'Răzvan'],
    last: ['Popescu', 'Ionescu', 'Țepeș'],
    cities: [
      ['010011', 'București'],
      ['400001', 'Cluj-Napoca'],
    ],
    streets: ['Strada Florilor', 'Bulevardul Unirii'],
    phone: '+40712034567',
  },
  HR: {
    first: ['Željka', 'Ivan', 'Petra', 'Tomislav'],
    last: ['Horvat', 'Babić', 'Marić'],
    cities: [
      ['10000', 'Zagreb'],
      ['21000', 'Split'],
    ],
    streets: ['Ilica', 'Ulica lipa'],
    phone: '+385921234567',
  },
  SI: {
    first: ['Špela', 'Jože', 'Nika', 'Matjaž'],
    last: ['Novak', 'Kovačič', 'Zupančič'],
    cities: [
      ['1000', 'Ljubljana'],
      ['2000', 'Maribor'],
    ],
    streets: ['Slovenska cesta', 'Čopova ulica'],
    phone: '+38631234567',
  },
  SK: {
    first: ['Zuzana', 'Ľubomír', 'Martina', 'Peter'],
    last: ['Horváth', 'Kováčová', 'Šimko'],
    cities: [
      ['811 01', 'Bratislava'],
      ['040 01', 'Košice'],
    ],
    streets: ['Hlavná', 'Štúrova'],
    phone: '+421912123456',
  },
  LT: {
    first: ['Rūta', 'Jonas', 'Eglė', 'Vytautas'],
    last: ['Kazlauskas', 'Petrauskienė', 'Žukauskas'],
    cities: [
      ['01103', 'Vilnius'],
      ['44240', 'Kaunas'],
    ],
    streets: ['Gedimino pr.', 'Pilies g.'],
    phone: '+37061234567',
  },
  LV: {
    first: ['Līga', 'Jānis', 'Anna', 'Kārlis'],
    last: ['Bērziņš', 'Kalniņa', 'Ozols'],
    cities: [
      ['LV-1010', 'Rīga'],
      ['LV-5401', 'Daugavpils'],
    ],
    streets: ['Brīvības iela', 'Elizabetes iela'],
    phone: '+37121234567',
  },
  EE: {
    first: ['Kadri', 'Jüri', 'Liis', 'Märt'],
    last: ['Tamm', 'Mägi', 'Kask'],
    cities: [
      ['10111', 'Tallinn'],
      ['51003', 'Tartu'],
    ],
    streets: ['Pikk tänav', 'Raekoja plats'],
    phone: '+37251234567',
  },
  UA: {
    first: ['Оксана', 'Тарас', 'Ірина', 'Богдан'],
    last: ['Шевченко', 'Коваленко', 'Бондар'],
    cities: [
      ['01001', 'Київ'],
      ['79000', 'Львів'],
    ],
    streets: ['вул. Городоцька', 'вул. Липова'],
    phone: '+380501234567',
  },
  RS: {
    first: ['Јелена', 'Милош', 'Ана', 'Душан'],
    last: ['Јовановић', 'Петровић', 'Николић'],
    cities: [
      ['11000', 'Београд'],
      ['21000', 'Нови Сад'],
    ],
    streets: ['Кнез Михаилова', 'Дунавска'],
    phone: '+381601234567',
  },
  TR: {
    first: ['Ayşe', 'Çağlar', 'Zeynep', 'Ömer'],
    last: ['Yılmaz', 'Demir', 'Şahin'],
    cities: [
      ['34000', 'İstanbul'],
      ['35000', 'İzmir'],
    ],
    streets: ['Gül Sokak', 'Atatürk Caddesi'],
    phone: '+905012345678',
  },
  IS: {
    first: ['Sigríður', 'Þór', 'Ásta', 'Björn'],
    last: ['Jónsdóttir', 'Þórsson', 'Árnason'],
    cities: [
      ['101', 'Reykjavík'],
      ['600', 'Akureyri'],
    ],
    streets: ['Laugavegur', 'Skólavörðustígur'],
    phone: '+3546111234',
  },
  LU: {
    first: ['Josée', 'Luc', 'Nathalie', 'Guy'],
    last: ['Schmit', 'Weber', 'Kieffer'],
    cities: [
      ['L-1111', 'Luxembourg'],
      ['L-4002', 'Esch-sur-Alzette'],
    ],
    streets: ['rue de la Poste', 'Groussgaass'],
    phone: '+352628123456',
  },
  AL: {
    first: ['Elira', 'Arben', 'Mimoza', 'Besnik'],
    last: ['Hoxha', 'Shehu', 'Krasniqi'],
    cities: [
      ['1001', 'Tiranë'],
      ['2001', 'Durrës'],
    ],
    streets: ['Rruga e Durrësit', 'Bulevardi Zogu I'],
    phone: '+355672123456',
  },
  MK: {
    first: ['Билјана', 'Никола', 'Елена', 'Горан'],
    last: ['Стојановски', 'Петревска', 'Илиев'],
    cities: [
      ['1000', 'Скопје'],
      ['7000', 'Битола'],
    ],
    streets: ['ул. Македонија', 'бул. Партизанска'],
    phone: '+38972345678',
  },
  BA: {
    first: ['Amela', 'Edin', 'Selma', 'Haris'],
    last: ['Hodžić', 'Kovačević', 'Begić'],
    cities: [
      ['71000', 'Sarajevo'],
      ['75000', 'Tuzla'],
    ],
    streets: ['Ferhadija', 'Titova'],
    phone: '+38761123456',
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
  const [first, last] = [random.pick(land.first), random.pick(land.last)];
  return {
    name: country === 'HU' ? `${last} ${first}` : `${first} ${last}`,
    email: `${country.toLowerCase()}.customer${serial}@example.${random.pick(['com', 'org', 'net'])}`,
    phone: land.phone,
    country,
    postalCode,
    city,
    street: `${random.pick(land.streets)} ${random.between(1, 140)}`,
  };
}
