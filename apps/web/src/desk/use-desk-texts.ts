import { useTranslation } from 'react-i18next';

/** The desk's own texts, and behind them those of the whole app. */
export function useDeskTexts() {
  const { t, i18n } = useTranslation('desk');
  /** A code of the server in words; one that has none yet as it is. */
  const wordOf = (area: string, code: string): string => {
    const key = `${area}.${code}` as 'presence.available';
    return i18n.exists(key, { ns: ['desk', 'web'] }) ? t(key) : code;
  };
  return { t, wordOf };
}
