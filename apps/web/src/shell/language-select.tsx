import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, language, languages, type Language } from '../i18n/language';

/** The languages of this app, each by its own name. */
export function LanguageSelect() {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('shell.language')}
      size="sm"
      value={language()}
      onChange={(event) => void chooseLanguage(event.currentTarget.value as Language)}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
    />
  );
}
