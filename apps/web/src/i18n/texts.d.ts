import type desk from '../../../../locales/en/desk.json';
import type lead from '../../../../locales/en/lead.json';
import type messages from '../../../../locales/en/messages.json';
import type texts from '../../../../locales/en/web.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'web';
    keySeparator: false;
    nsSeparator: false;
    resources: {
      web: typeof texts;
      desk: typeof desk & typeof texts;
      lead: typeof lead & typeof texts;
      messages: typeof messages & typeof texts;
    };
  }
}
