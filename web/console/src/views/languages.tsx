import { LANGUAGES, language, speak, type Language } from '../../../shared/i18n';
import { t } from '../words';

export function Languages() {
  return (
    <label class="languages">
      <span class="visually-hidden">{t('language')}</span>
      <select value={language.value} onChange={(event) => speak(event.currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([id, { name }]) => <option key={id} value={id} lang={id}>{name}</option>)}
      </select>
    </label>
  );
}
