import type { ScriptWords } from './script-words.js';

export const pt: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Comunicar a decisão',
      lines: [
        'Estou a falar com {{customer}}?',
        'Estou a ligar por causa da devolução da encomenda {{order}}. Queria comunicar-lhe a nossa decisão e os próximos passos.',
        'Vamos reembolsar {{amount}}, o mais tardar em {{deadline}}.',
        'Também vai receber isto por escrito. Quer fazer alguma pergunta?',
        'Agradeço o seu tempo. Até à próxima.',
      ],
    },
    money_missing: {
      title: 'O dinheiro não chegou',
      lines: [
        'Lamento que ainda esteja à espera do seu dinheiro. Vamos ver isso juntos agora.',
        'O reembolso da encomenda {{order}} é de {{amount}}. Depois de ordenado, os bancos precisam normalmente de até três dias úteis.',
        'Para que o seu banco o encontre, indique três dados: o montante, o dia do pagamento e a referência do pagamento.',
        'Se a sua conta mudou, envio-lhe uma ligação segura para a indicar. Por favor, não me diga o número ao telefone.',
        'Estou a anotar. Vamos verificar o pagamento e dar-lhe uma resposta.',
      ],
    },
    chargeback_threatened: {
      title: 'O cliente quer que o banco anule o pagamento',
      lines: [
        'Compreendo que esteja a pensar em pedir ao seu banco que anule o pagamento. Tem esse direito.',
        'Posso dizer-lhe primeiro em que ponto está o seu reembolso?',
        'Vamos reembolsar {{amount}} o mais tardar em {{deadline}}.',
        'Se chegarem os dois, teria recebido duas vezes e um dos montantes teria de ser devolvido. Gostava de lhe evitar isso.',
        'Prefere esperar pelo nosso reembolso, ou anoto que o seu banco vai anular o pagamento?',
      ],
    },
    parcel_lost: {
      title: 'Encomenda perdida',
      lines: [
        'Lamento que o pacote da encomenda {{order}} não tenha chegado.',
        'Tem o comprovativo ou o número de seguimento?',
        'Quando e onde foi entregue, ou quando devia ter chegado?',
        'Vou mandar procurá-lo agora. Comunicaremos o resultado por escrito.',
      ],
    },
    angry_caller: {
      title: 'Cliente aborrecido',
      lines: [
        'Lamento. Compreendo que isto o aborreça.',
        'Quero resolver a situação. Diga-me em poucas palavras o que aconteceu, por favor.',
        'Vou repetir, para ter a certeza de que percebi bem.',
        'Isto é o que posso fazer por si neste momento.',
        'Se preferir falar com o responsável da minha equipa, eu trato disso.',
      ],
    },
    missing_information: {
      title: 'Falta uma informação',
      lines: [
        'Estou a falar com {{customer}}?',
        'Para continuar com a devolução da encomenda {{order}}, ainda precisamos de algo da sua parte.',
        'Envio-lhe uma ligação segura onde pode indicar esse dado. Nunca pedimos palavras-passe, códigos PIN nem números de cartão.',
        'Assim que o tivermos, continuamos. Não precisa de voltar a ligar.',
      ],
    },
    callback: {
      title: 'Chamada de retorno',
      lines: [
        'Estou a falar com {{customer}}?',
        'Pediu-nos que lhe ligássemos por causa da devolução da encomenda {{order}}. É um bom momento?',
        'Em que posso ajudar?',
        'Antes de terminarmos: ficou tudo claro?',
      ],
    },
    out_of_stock: {
      title: 'Artigo de substituição esgotado',
      lines: [
        'Estou a falar com {{customer}}?',
        'Infelizmente, o artigo de substituição da encomenda {{order}} está esgotado.',
        'Pode receber o reembolso do valor ou escolher outro artigo do mesmo valor.',
        'O que prefere? Também lhe posso enviar uma ligação, para decidir com calma.',
      ],
    },
  },
  mandatory: {
    identity: 'Bom dia, chamo-me {{agent}}. Estou a ligar em nome de {{shop}} por causa da sua encomenda.',
    place: 'Estou a ligar deste país: {{place}}.',
    place_choice: 'Pode pedir para ser atendido por alguém em Itália ou noutro país da União Europeia.',
    recorded: 'Esta chamada está a ser gravada.',
    may_record: 'Posso gravar esta chamada? Se não quiser, continuamos simplesmente sem gravação.',
  },
};
