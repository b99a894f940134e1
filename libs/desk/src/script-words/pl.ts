import type { ScriptWords } from './script-words.js';

export const pl: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Przekazanie decyzji',
      lines: [
        'Czy rozmawiam z: {{customer}}?',
        'Dzwonię w sprawie zwrotu do zamówienia {{order}}. Chcę przekazać naszą decyzję i powiedzieć, co będzie dalej.',
        'Zwrócimy Państwu {{amount}}, najpóźniej do dnia {{deadline}}.',
        'Otrzymają to Państwo także na piśmie. Czy jest jeszcze jakieś pytanie?',
        'Dziękuję za poświęcony czas. Do usłyszenia.',
      ],
    },
    money_missing: {
      title: 'Pieniądze nie dotarły',
      lines: [
        'Przykro mi, że wciąż czekają Państwo na pieniądze. Sprawdźmy to teraz razem.',
        'Zwrot za zamówienie {{order}} wynosi {{amount}}. Po zleceniu przelewu banki potrzebują zwykle do trzech dni roboczych.',
        'Aby bank mógł odnaleźć wpłatę, proszę podać mu trzy dane: kwotę, dzień płatności i tytuł przelewu.',
        'Jeśli zmieniło się konto, wyślę bezpieczny link do wpisania numeru. Proszę nie podawać go przez telefon.',
        'Już to zapisuję. Sprawdzimy płatność i odezwiemy się do Państwa.',
      ],
    },
    chargeback_threatened: {
      title: 'Klient chce cofnąć płatność przez bank',
      lines: [
        'Rozumiem, że rozważają Państwo cofnięcie płatności przez bank. Mają Państwo do tego prawo.',
        'Czy mogę najpierw powiedzieć, na jakim etapie jest zwrot?',
        'Zwrócimy {{amount}} najpóźniej do dnia {{deadline}}.',
        'Jeśli dotrą obie wpłaty, pieniądze zostałyby zwrócone dwa razy i jedną kwotę trzeba by oddać. Chcę tego Państwu oszczędzić.',
        'Czy wolą Państwo poczekać na nasz zwrot, czy mam zapisać, że bank cofa płatność?',
      ],
    },
    parcel_lost: {
      title: 'Zaginiona paczka',
      lines: [
        'Przykro mi, że paczka z zamówienia {{order}} nie dotarła.',
        'Czy mają Państwo potwierdzenie nadania lub numer przesyłki?',
        'Kiedy i gdzie została nadana albo kiedy miała dotrzeć?',
        'Już zlecam jej poszukiwanie. O wyniku poinformujemy na piśmie.',
      ],
    },
    angry_caller: {
      title: 'Zdenerwowany klient',
      lines: [
        'Przepraszam. Rozumiem, że to denerwujące.',
        'Chcę to naprawić. Proszę w kilku słowach powiedzieć, co się stało.',
        'Powtórzę, aby upewnić się, że dobrze rozumiem.',
        'Oto co mogę zrobić od razu.',
        'Jeśli wolą Państwo porozmawiać z kierownikiem mojego zespołu, zajmę się tym.',
      ],
    },
    missing_information: {
      title: 'Brakuje informacji',
      lines: [
        'Czy rozmawiam z: {{customer}}?',
        'Aby dalej rozpatrywać zwrot do zamówienia {{order}}, potrzebujemy jeszcze czegoś od Państwa.',
        'Wyślę bezpieczny link, pod którym można to wpisać samodzielnie. Nigdy nie pytamy o hasła, kody PIN ani numery kart.',
        'Gdy tylko to otrzymamy, zajmiemy się sprawą dalej. Nie trzeba dzwonić ponownie.',
      ],
    },
    callback: {
      title: 'Oddzwonienie',
      lines: [
        'Czy rozmawiam z: {{customer}}?',
        'Poproszono nas o telefon w sprawie zwrotu do zamówienia {{order}}. Czy to dobry moment?',
        'W czym mogę pomóc?',
        'Zanim skończymy: czy wszystko jest już jasne?',
      ],
    },
    out_of_stock: {
      title: 'Towar na wymianę wyprzedany',
      lines: [
        'Czy rozmawiam z: {{customer}}?',
        'Niestety towar na wymianę do zamówienia {{order}} jest wyprzedany.',
        'Mogą Państwo otrzymać zwrot pieniędzy albo wybrać inny artykuł o tej samej wartości.',
        'Co Państwo wolą? Mogę też wysłać link, aby spokojnie podjąć decyzję.',
      ],
    },
  },
  mandatory: {
    identity: 'Dzień dobry, nazywam się {{agent}}. Dzwonię w imieniu sklepu {{shop}} w sprawie zamówienia.',
    place: 'Dzwonię z kraju: {{place}}.',
    place_choice:
      'Mogą Państwo poprosić o obsługę przez osobę we Włoszech lub w innym kraju Unii Europejskiej.',
    recorded: 'Ta rozmowa jest nagrywana.',
    may_record: 'Czy mogę nagrać tę rozmowę? Jeśli nie, po prostu rozmawiamy dalej bez nagrywania.',
  },
};
