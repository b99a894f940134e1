import type texts from '../../../../locales/en/web.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'web';
    keySeparator: false;
    nsSeparator: false;
    resources: { web: typeof texts };
  }
}
