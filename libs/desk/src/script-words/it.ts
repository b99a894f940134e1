import type { ScriptWords } from './script-words.js';

export const it: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Comunicare la decisione',
      lines: [
        'Parlo con {{customer}}?',
        'La chiamo per il Suo reso dell’ordine {{order}}. Vorrei comunicarLe la nostra decisione e i prossimi passi.',
        'Riceverà un rimborso di {{amount}}, al più tardi il {{deadline}}.',
        'Lo riceverà anche per iscritto. Desidera chiedermi qualcosa?',
        'Grazie del Suo tempo. Arrivederci.',
      ],
    },
    money_missing: {
      title: 'Il denaro non è arrivato',
      lines: [
        'Mi dispiace che stia ancora aspettando il Suo denaro. Controlliamo insieme adesso.',
        'Il rimborso dell’ordine {{order}} è di {{amount}}. Una volta disposto, le banche impiegano di solito fino a tre giorni lavorativi.',
        'Perché la Sua banca lo trovi, comunichi tre dati: l’importo, il giorno del pagamento e la causale.',
        'Se il Suo conto è cambiato, Le invio un link sicuro per inserirlo. Per favore, non mi dica il numero al telefono.',
        'Lo annoto adesso. Verificheremo il pagamento e Le faremo sapere.',
      ],
    },
    chargeback_threatened: {
      title: 'Il cliente vuole far stornare il pagamento dalla banca',
      lines: [
        'Capisco che stia pensando di chiedere alla Sua banca lo storno del pagamento. È un Suo diritto.',
        'Posso prima dirLe a che punto è il Suo rimborso?',
        'Le rimborseremo {{amount}} al più tardi il {{deadline}}.',
        'Se arrivassero entrambi, avrebbe ricevuto due volte il denaro e un importo andrebbe restituito. Vorrei evitarglielo.',
        'Preferisce attendere il nostro rimborso, o annoto che la Sua banca storna il pagamento?',
      ],
    },
    parcel_lost: {
      title: 'Pacco smarrito',
      lines: [
        'Mi dispiace che il pacco dell’ordine {{order}} non sia arrivato.',
        'Ha la ricevuta o il numero di spedizione?',
        'Quando e dove è stato consegnato, o quando sarebbe dovuto arrivare?',
        'Lo faccio cercare subito. Le comunicheremo l’esito per iscritto.',
      ],
    },
    angry_caller: {
      title: 'Cliente irritato',
      lines: [
        'Mi dispiace. Capisco che questo La infastidisca.',
        'Vorrei rimediare. Mi dica in poche parole che cosa è successo, per favore.',
        'Lo ripeto, per verificare di aver capito bene.',
        'Ecco che cosa posso fare per Lei adesso.',
        'Se preferisce parlare con chi dirige il mio gruppo, me ne occupo io.',
      ],
    },
    missing_information: {
      title: 'Manca un’informazione',
      lines: [
        'Parlo con {{customer}}?',
        'Per proseguire con il Suo reso dell’ordine {{order}} ci serve ancora qualcosa da Lei.',
        'Le invio un link sicuro dove può inserirla direttamente. Non chiediamo mai password, PIN o numeri di carta.',
        'Appena l’avremo, proseguiremo. Non serve che richiami.',
      ],
    },
    callback: {
      title: 'Richiamata',
      lines: [
        'Parlo con {{customer}}?',
        'Ci ha chiesto di richiamarLa per il Suo reso dell’ordine {{order}}. È un buon momento?',
        'Come posso aiutarLa?',
        'Prima di concludere: è tutto chiaro?',
      ],
    },
    out_of_stock: {
      title: 'Articolo sostitutivo esaurito',
      lines: [
        'Parlo con {{customer}}?',
        'Purtroppo l’articolo sostitutivo per l’ordine {{order}} è esaurito.',
        'Può ricevere il rimborso dell’importo o scegliere un altro articolo dello stesso valore.',
        'Che cosa preferisce? Posso anche inviarLe un link, così decide con calma.',
      ],
    },
  },
  mandatory: {
    identity: 'Buongiorno, mi chiamo {{agent}}. La chiamo per conto di {{shop}} riguardo al Suo ordine.',
    place: 'L’operatore con cui sta parlando si trova in questo Paese: {{place}}.',
    place_choice:
      'Può chiedere che il servizio sia reso da un operatore che si trova in Italia o in un altro Paese dell’Unione europea.',
    recorded: 'Questa chiamata viene registrata.',
    may_record: 'Posso registrare questa chiamata? In caso contrario proseguiamo senza registrazione.',
  },
};
