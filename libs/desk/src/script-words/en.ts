import type { ScriptWords } from './script-words.js';

export const en: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Telling the decision',
      lines: [
        'Am I speaking with {{customer}}?',
        'I am calling about your return for order {{order}}. I would like to tell you our decision and what happens next.',
        'You will get {{amount}} back, by {{deadline}} at the latest.',
        'You will also have this in writing. Is there anything you would like to ask?',
        'Thank you for your time. Goodbye.',
      ],
    },
    money_missing: {
      title: 'Money has not arrived',
      lines: [
        'I am sorry that you are still waiting for your money. Let us look at it together now.',
        'The refund for order {{order}} is {{amount}}. Once it is on its way, banks usually need up to three working days.',
        'So that your bank can find it, give them three things: the amount, the day of payment and the payment reference.',
        'If your account has changed, I will send you a safe link to enter it. Please do not tell me the number on the phone.',
        'I am noting this now. We will check the payment and get back to you.',
      ],
    },
    chargeback_threatened: {
      title: 'Customer wants the bank to take the payment back',
      lines: [
        'I understand that you are thinking about having your bank take the payment back. You are free to do so.',
        'May I first tell you where your refund stands?',
        'We will refund {{amount}} by {{deadline}} at the latest.',
        'If both arrive, you would have been paid twice and one amount would have to go back. I would like to spare you that.',
        'Would you like to wait for our refund, or shall I note that your bank is taking the payment back?',
      ],
    },
    parcel_lost: {
      title: 'Parcel lost',
      lines: [
        'I am sorry that the parcel for order {{order}} has not arrived.',
        'Do you have the receipt or the tracking number?',
        'When and where was it handed in, or when should it have come?',
        'I am having it searched for now. We will tell you the result in writing.',
      ],
    },
    angry_caller: {
      title: 'Upset customer',
      lines: [
        'I am sorry. I can see why this annoys you.',
        'I would like to put it right. Please tell me in a few words what happened.',
        'Let me repeat it, so that I have understood you correctly.',
        'This is what I can do for you right now.',
        'If you would rather speak with my team leader, I will arrange it.',
      ],
    },
    missing_information: {
      title: 'Something is missing',
      lines: [
        'Am I speaking with {{customer}}?',
        'To go on with your return for order {{order}}, we still need something from you.',
        'I will send you a safe link where you enter it yourself. We never ask for passwords, PINs or card numbers.',
        'As soon as we have it, we go on. You do not need to call again.',
      ],
    },
    callback: {
      title: 'Callback',
      lines: [
        'Am I speaking with {{customer}}?',
        'You asked us to call you back about your return for order {{order}}. Is this a good time?',
        'How can I help you?',
        'Before we finish: is everything clear for you now?',
      ],
    },
    out_of_stock: {
      title: 'Replacement sold out',
      lines: [
        'Am I speaking with {{customer}}?',
        'Unfortunately, the replacement for order {{order}} is sold out.',
        'You can have the amount refunded or choose another item of the same value.',
        'Which do you prefer? I can also send you a link, so that you can decide in peace.',
      ],
    },
  },
  mandatory: {
    identity: 'Hello, my name is {{agent}}. I am calling on behalf of {{shop}} about your order.',
    place: 'I am calling from {{place}}.',
    place_choice: 'You may ask to be served by someone in Italy or in another country of the European Union.',
    recorded: 'This call is being recorded.',
    may_record: 'May I record this call? If you say no, we simply go on without a recording.',
  },
};
