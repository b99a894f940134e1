import type { ScriptWords } from './script-words.js';

export const ro: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Comunicarea deciziei',
      lines: [
        'Vorbesc cu {{customer}}?',
        'Vă sun în legătură cu returul comenzii {{order}}. Aș dori să vă spun decizia noastră și ce urmează.',
        'Veți primi înapoi {{amount}}, cel târziu la {{deadline}}.',
        'Veți primi aceasta și în scris. Doriți să mă întrebați ceva?',
        'Vă mulțumesc pentru timpul acordat. La revedere.',
      ],
    },
    money_missing: {
      title: 'Banii nu au ajuns',
      lines: [
        'Îmi pare rău că încă vă așteptați banii. Haideți să verificăm acum împreună.',
        'Rambursarea pentru comanda {{order}} este de {{amount}}. După ordonarea plății, băncile au nevoie de obicei de până la trei zile lucrătoare.',
        'Pentru ca banca dumneavoastră să o găsească, comunicați-i trei date: suma, ziua plății și referința plății.',
        'Dacă s-a schimbat contul, vă trimit un link sigur pentru a-l introduce. Vă rog să nu îmi spuneți numărul la telefon.',
        'Notez acum. Vom verifica plata și vă vom da un răspuns.',
      ],
    },
    chargeback_threatened: {
      title: 'Clientul vrea ca banca să anuleze plata',
      lines: [
        'Înțeleg că vă gândiți să cereți băncii să anuleze plata. Este dreptul dumneavoastră.',
        'Îmi permiteți să vă spun mai întâi în ce stadiu este rambursarea?',
        'Vă vom rambursa {{amount}} cel târziu la {{deadline}}.',
        'Dacă ajung amândouă, ați primi banii de două ori și una dintre sume ar trebui returnată. Aș vrea să vă scutesc de asta.',
        'Preferați să așteptați rambursarea noastră sau să notez că banca anulează plata?',
      ],
    },
    parcel_lost: {
      title: 'Colet pierdut',
      lines: [
        'Îmi pare rău că nu a ajuns coletul pentru comanda {{order}}.',
        'Aveți dovada expedierii sau numărul de urmărire?',
        'Când și unde a fost predat sau când trebuia să ajungă?',
        'Cer acum să fie căutat. Vă vom comunica rezultatul în scris.',
      ],
    },
    angry_caller: {
      title: 'Client nemulțumit',
      lines: [
        'Îmi pare rău. Înțeleg că acest lucru vă supără.',
        'Vreau să îndrept lucrurile. Vă rog să îmi spuneți în câteva cuvinte ce s-a întâmplat.',
        'Repet, ca să verific că am înțeles bine.',
        'Iată ce pot face pentru dumneavoastră chiar acum.',
        'Dacă preferați să vorbiți cu coordonatorul echipei mele, mă ocup de asta.',
      ],
    },
    missing_information: {
      title: 'Lipsește o informație',
      lines: [
        'Vorbesc cu {{customer}}?',
        'Pentru a continua cu returul comenzii {{order}}, mai avem nevoie de ceva de la dumneavoastră.',
        'Vă trimit un link sigur unde introduceți chiar dumneavoastră datele. Nu cerem niciodată parole, coduri PIN sau numere de card.',
        'Imediat ce le avem, continuăm. Nu este nevoie să sunați din nou.',
      ],
    },
    callback: {
      title: 'Apel de revenire',
      lines: [
        'Vorbesc cu {{customer}}?',
        'Ne-ați rugat să vă sunăm în legătură cu returul comenzii {{order}}. Este un moment potrivit?',
        'Cu ce vă pot ajuta?',
        'Înainte de a încheia: este totul clar acum?',
      ],
    },
    out_of_stock: {
      title: 'Produsul de înlocuire nu mai este în stoc',
      lines: [
        'Vorbesc cu {{customer}}?',
        'Din păcate, produsul de înlocuire pentru comanda {{order}} nu mai este în stoc.',
        'Puteți primi suma înapoi sau puteți alege alt produs de aceeași valoare.',
        'Ce preferați? Vă pot trimite și un link, ca să vă hotărâți în liniște.',
      ],
    },
  },
  mandatory: {
    identity:
      'Bună ziua, mă numesc {{agent}}. Vă sun din partea {{shop}} în legătură cu comanda dumneavoastră.',
    place: 'Vă sun din această țară: {{place}}.',
    place_choice: 'Puteți cere să fiți servit de cineva din Italia sau din altă țară a Uniunii Europene.',
    recorded: 'Acest apel este înregistrat.',
    may_record:
      'Îmi permiteți să înregistrez acest apel? Dacă nu, continuăm pur și simplu fără înregistrare.',
  },
};
