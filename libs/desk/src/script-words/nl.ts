import type { ScriptWords } from './script-words.js';

export const nl: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Beslissing meedelen',
      lines: [
        'Spreek ik met {{customer}}?',
        'Ik bel over uw retour van bestelling {{order}}. Ik wil u graag onze beslissing vertellen en hoe het verdergaat.',
        'U krijgt {{amount}} terug, uiterlijk op {{deadline}}.',
        'U ontvangt dit ook schriftelijk. Wilt u nog iets vragen?',
        'Dank u voor uw tijd. Tot ziens.',
      ],
    },
    money_missing: {
      title: 'Geld is niet aangekomen',
      lines: [
        'Het spijt me dat u nog op uw geld wacht. We kijken er nu samen naar.',
        'De terugbetaling voor bestelling {{order}} is {{amount}}. Na de opdracht hebben banken meestal tot drie werkdagen nodig.',
        'Zodat uw bank het kan vinden, geeft u drie gegevens door: het bedrag, de dag van betaling en het betalingskenmerk.',
        'Is uw rekening veranderd, dan stuur ik u een veilige link om die in te vullen. Noem mij het nummer alstublieft niet aan de telefoon.',
        'Ik noteer dit nu. We controleren de betaling en laten het u weten.',
      ],
    },
    chargeback_threatened: {
      title: 'Klant wil de betaling door de bank laten terughalen',
      lines: [
        'Ik begrijp dat u overweegt de betaling door uw bank te laten terughalen. Dat mag u doen.',
        'Mag ik u eerst vertellen hoe het met uw terugbetaling staat?',
        'Wij betalen u {{amount}} terug, uiterlijk op {{deadline}}.',
        'Komt allebei aan, dan bent u dubbel betaald en moet één bedrag terug. Dat bespaar ik u graag.',
        'Wilt u onze terugbetaling afwachten, of zal ik noteren dat uw bank de betaling terughaalt?',
      ],
    },
    parcel_lost: {
      title: 'Pakket kwijt',
      lines: [
        'Het spijt me dat het pakket van bestelling {{order}} niet is aangekomen.',
        'Hebt u het verzendbewijs of het trackingnummer?',
        'Wanneer en waar is het afgegeven, of wanneer had het moeten komen?',
        'Ik laat er nu naar zoeken. We laten u de uitkomst schriftelijk weten.',
      ],
    },
    angry_caller: {
      title: 'Boze klant',
      lines: [
        'Het spijt me. Ik begrijp dat u dit vervelend vindt.',
        'Ik wil het graag oplossen. Vertelt u me kort wat er is gebeurd.',
        'Ik herhaal het even, zodat ik u goed begrepen heb.',
        'Dit kan ik nu meteen voor u doen.',
        'Spreekt u liever met mijn teamleider, dan regel ik dat.',
      ],
    },
    missing_information: {
      title: 'Er ontbreekt iets',
      lines: [
        'Spreek ik met {{customer}}?',
        'Om verder te gaan met uw retour van bestelling {{order}} hebben we nog iets van u nodig.',
        'Ik stuur u een veilige link waar u het zelf invult. Wij vragen nooit naar wachtwoorden, pincodes of kaartnummers.',
        'Zodra we het hebben, gaan we verder. U hoeft niet opnieuw te bellen.',
      ],
    },
    callback: {
      title: 'Terugbellen',
      lines: [
        'Spreek ik met {{customer}}?',
        'U hebt gevraagd of wij u terugbellen over uw retour van bestelling {{order}}. Komt het nu uit?',
        'Waarmee kan ik u helpen?',
        'Voordat we afronden: is alles nu duidelijk voor u?',
      ],
    },
    out_of_stock: {
      title: 'Vervanging uitverkocht',
      lines: [
        'Spreek ik met {{customer}}?',
        'Helaas is de vervanging voor bestelling {{order}} uitverkocht.',
        'U kunt het bedrag terugkrijgen of een ander artikel van dezelfde waarde kiezen.',
        'Wat hebt u liever? Ik kan u ook een link sturen, dan kunt u rustig kiezen.',
      ],
    },
  },
  mandatory: {
    identity: 'Goedendag, mijn naam is {{agent}}. Ik bel namens {{shop}} over uw bestelling.',
    place: 'Ik bel vanuit dit land: {{place}}.',
    place_choice:
      'U kunt vragen om geholpen te worden door iemand in Italië of in een ander land van de Europese Unie.',
    recorded: 'Dit gesprek wordt opgenomen.',
    may_record: 'Mag ik dit gesprek opnemen? Zo niet, dan gaan we gewoon verder zonder opname.',
  },
};
