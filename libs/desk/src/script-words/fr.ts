import type { ScriptWords } from './script-words.js';

export const fr: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Annoncer la décision',
      lines: [
        'Est-ce que je parle bien à {{customer}} ?',
        'Je vous appelle au sujet de votre retour pour la commande {{order}}. Je voudrais vous annoncer notre décision et la suite.',
        'Nous vous remboursons {{amount}}, au plus tard le {{deadline}}.',
        'Vous le recevrez aussi par écrit. Avez-vous une question ?',
        'Merci de m’avoir accordé ce temps. Au revoir.',
      ],
    },
    money_missing: {
      title: 'Argent non reçu',
      lines: [
        'Je regrette que vous attendiez encore votre argent. Regardons cela ensemble maintenant.',
        'Le remboursement de la commande {{order}} est de {{amount}}. Une fois ordonné, il faut en général jusqu’à trois jours ouvrables aux banques.',
        'Pour que votre banque le retrouve, donnez-lui trois éléments : le montant, le jour du paiement et la référence du paiement.',
        'Si votre compte a changé, je vous envoie un lien sécurisé pour l’indiquer. Ne me dites pas le numéro au téléphone, s’il vous plaît.',
        'Je le note maintenant. Nous vérifions le paiement et revenons vers vous.',
      ],
    },
    chargeback_threatened: {
      title: 'Le client veut faire annuler le paiement par sa banque',
      lines: [
        'Je comprends que vous pensiez demander à votre banque d’annuler le paiement. Vous en avez le droit.',
        'Puis-je d’abord vous dire où en est votre remboursement ?',
        'Nous vous rembourserons {{amount}} au plus tard le {{deadline}}.',
        'Si les deux arrivent, vous auriez reçu l’argent deux fois et un montant devrait être rendu. J’aimerais vous l’éviter.',
        'Préférez-vous attendre notre remboursement, ou dois-je noter que votre banque annule le paiement ?',
      ],
    },
    parcel_lost: {
      title: 'Colis perdu',
      lines: [
        'Je regrette que le colis de la commande {{order}} ne soit pas arrivé.',
        'Avez-vous la preuve de dépôt ou le numéro de suivi ?',
        'Quand et où a-t-il été déposé, ou quand aurait-il dû arriver ?',
        'Je lance une recherche tout de suite. Nous vous en donnerons le résultat par écrit.',
      ],
    },
    angry_caller: {
      title: 'Client mécontent',
      lines: [
        'Je regrette. Je comprends que cela vous contrarie.',
        'Je voudrais arranger cela. Dites-moi en quelques mots ce qui s’est passé, s’il vous plaît.',
        'Je répète, pour vérifier que je vous ai bien compris.',
        'Voici ce que je peux faire pour vous tout de suite.',
        'Si vous préférez parler à mon responsable, je m’en occupe.',
      ],
    },
    missing_information: {
      title: 'Il manque une information',
      lines: [
        'Est-ce que je parle bien à {{customer}} ?',
        'Pour continuer à traiter votre retour de la commande {{order}}, il nous manque encore quelque chose.',
        'Je vous envoie un lien sécurisé où vous l’indiquez vous-même. Nous ne demandons jamais de mot de passe, de code ni de numéro de carte.',
        'Dès que nous l’avons, nous continuons. Vous n’avez pas besoin de rappeler.',
      ],
    },
    callback: {
      title: 'Rappel',
      lines: [
        'Est-ce que je parle bien à {{customer}} ?',
        'Vous nous avez demandé de vous rappeler au sujet de votre retour pour la commande {{order}}. Est-ce le bon moment ?',
        'Comment puis-je vous aider ?',
        'Avant de terminer : est-ce que tout est clair pour vous ?',
      ],
    },
    out_of_stock: {
      title: 'Article de remplacement épuisé',
      lines: [
        'Est-ce que je parle bien à {{customer}} ?',
        'Malheureusement, l’article de remplacement pour la commande {{order}} est épuisé.',
        'Vous pouvez vous faire rembourser ou choisir un autre article de même valeur.',
        'Que préférez-vous ? Je peux aussi vous envoyer un lien pour que vous décidiez tranquillement.',
      ],
    },
  },
  mandatory: {
    identity:
      'Bonjour, je m’appelle {{agent}}. Je vous appelle de la part de {{shop}} au sujet de votre commande.',
    place: 'Je vous appelle de ce pays : {{place}}.',
    place_choice:
      'Vous pouvez demander à être servi par une personne en Italie ou dans un autre pays de l’Union européenne.',
    recorded: 'Cet appel est enregistré.',
    may_record:
      'M’autorisez-vous à enregistrer cet appel ? Sinon, nous continuons simplement sans enregistrement.',
  },
};
