import { useTranslation } from 'react-i18next';

/** What a message or a contact is about, in words; a purpose that has none yet as it is named. */
export function usePurposeWords(): (purpose: string) => string {
  const { t, i18n } = useTranslation();
  return (purpose) => {
    const key = `purpose.${purpose}` as 'purpose.decision';
    return i18n.exists(key) ? t(key) : purpose;
  };
}
