import type { ScriptWords } from './script-words.js';

export const de: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Entscheidung mitteilen',
      lines: [
        'Spreche ich mit {{customer}}?',
        'Ich rufe wegen Ihrer Rücksendung zur Bestellung {{order}} an. Ich möchte Ihnen unsere Entscheidung sagen und wie es weitergeht.',
        'Sie bekommen {{amount}} zurück, spätestens am {{deadline}}.',
        'Sie erhalten das auch schriftlich. Möchten Sie dazu noch etwas wissen?',
        'Vielen Dank für Ihre Zeit. Auf Wiederhören.',
      ],
    },
    money_missing: {
      title: 'Geld ist nicht angekommen',
      lines: [
        'Es tut mir leid, dass Sie noch auf Ihr Geld warten. Wir sehen uns das jetzt gemeinsam an.',
        'Die Erstattung für die Bestellung {{order}} beträgt {{amount}}. Sobald sie angewiesen ist, brauchen Banken meist bis zu drei Werktage.',
        'Damit Ihre Bank sie findet, nennen Sie ihr drei Angaben: den Betrag, den Tag der Zahlung und den Verwendungszweck.',
        'Falls sich Ihr Konto geändert hat, schicke ich Ihnen einen sicheren Link zum Eintragen. Bitte nennen Sie mir die Nummer nicht am Telefon.',
        'Ich notiere das jetzt. Wir prüfen die Zahlung und melden uns bei Ihnen.',
      ],
    },
    chargeback_threatened: {
      title: 'Kunde will die Zahlung von der Bank zurückholen lassen',
      lines: [
        'Ich verstehe, dass Sie überlegen, die Zahlung von Ihrer Bank zurückholen zu lassen. Das steht Ihnen frei.',
        'Darf ich Ihnen vorher sagen, wie es um Ihre Erstattung steht?',
        'Wir erstatten Ihnen {{amount}} spätestens am {{deadline}}.',
        'Kommt beides an, wären Sie doppelt bezahlt und müssten einen Betrag zurückgeben. Das möchte ich Ihnen ersparen.',
        'Möchten Sie unsere Erstattung abwarten, oder soll ich notieren, dass Ihre Bank die Zahlung zurückholt?',
      ],
    },
    parcel_lost: {
      title: 'Paket verloren',
      lines: [
        'Es tut mir leid, dass das Paket zur Bestellung {{order}} nicht angekommen ist.',
        'Haben Sie den Einlieferungsbeleg oder die Sendungsnummer?',
        'Wann und wo wurde es abgegeben, oder wann hätte es kommen sollen?',
        'Ich lasse jetzt danach suchen. Das Ergebnis teilen wir Ihnen schriftlich mit.',
      ],
    },
    angry_caller: {
      title: 'Verärgerter Kunde',
      lines: [
        'Das tut mir leid. Ich kann verstehen, dass Sie sich ärgern.',
        'Ich möchte das in Ordnung bringen. Bitte sagen Sie mir kurz, was geschehen ist.',
        'Ich wiederhole es, damit ich Sie richtig verstanden habe.',
        'Das kann ich jetzt sofort für Sie tun.',
        'Wenn Sie lieber mit meiner Teamleitung sprechen möchten, veranlasse ich das.',
      ],
    },
    missing_information: {
      title: 'Es fehlt noch etwas',
      lines: [
        'Spreche ich mit {{customer}}?',
        'Um Ihre Rücksendung zur Bestellung {{order}} weiter zu bearbeiten, brauchen wir noch etwas von Ihnen.',
        'Ich schicke Ihnen einen sicheren Link, über den Sie es selbst eintragen. Nach Passwörtern, PINs oder Kartennummern fragen wir nie.',
        'Sobald wir es haben, geht es weiter. Sie müssen nicht noch einmal anrufen.',
      ],
    },
    callback: {
      title: 'Rückruf',
      lines: [
        'Spreche ich mit {{customer}}?',
        'Sie haben um einen Rückruf wegen Ihrer Rücksendung zur Bestellung {{order}} gebeten. Passt es Ihnen gerade?',
        'Wie kann ich Ihnen helfen?',
        'Bevor wir auflegen: Ist jetzt alles für Sie geklärt?',
      ],
    },
    out_of_stock: {
      title: 'Ersatz ausverkauft',
      lines: [
        'Spreche ich mit {{customer}}?',
        'Leider ist der Ersatz für die Bestellung {{order}} ausverkauft.',
        'Sie können sich den Betrag erstatten lassen oder einen anderen Artikel im gleichen Wert aussuchen.',
        'Was ist Ihnen lieber? Ich kann Ihnen auch einen Link schicken, dann entscheiden Sie in Ruhe.',
      ],
    },
  },
  mandatory: {
    identity:
      'Guten Tag, mein Name ist {{agent}}. Ich rufe im Auftrag von {{shop}} wegen Ihrer Bestellung an.',
    place: 'Ich rufe aus diesem Land an: {{place}}.',
    place_choice:
      'Sie können verlangen, von jemandem in Italien oder in einem anderen Land der Europäischen Union bedient zu werden.',
    recorded: 'Dieses Gespräch wird aufgezeichnet.',
    may_record:
      'Darf ich dieses Gespräch aufzeichnen? Wenn nicht, sprechen wir einfach ohne Aufzeichnung weiter.',
  },
};
