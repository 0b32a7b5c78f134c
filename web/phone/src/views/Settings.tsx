// Devices, behaviour, looks, and this phone elsewhere.
import { LANGUAGES, language, speak, type Language } from '../../../shared/i18n';
import { THEMES, chooseTheme, theme } from '../../../shared/theme';
import { mayNotify } from '../state/notify';
import { keepHere } from '../state/session';
import { account, notice } from '../state/stage';
import { pushState, tryPush, turnOff, turnOn } from '../state/push';
import { wish, wishes } from '../state/settings';
import { t } from '../words/index';
import { Forwards, QuietCheck } from './Availability';
import { Devices } from './Devices';
import { Elsewhere } from './Elsewhere';

const THEME_WORDS = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const;

export function Settings() {
  const notify = async (on: boolean) => {
    const may = !on || (await mayNotify());
    wish({ notify: on && may });
    if (!may) {
      notice.value = t('notifyDenied');
    }
  };
  const { callWaiting, notify: notifies, ring, direct } = wishes.value;
  return (
    <section class="view settings" id="settings" aria-labelledby="settings-title">
      <h2 id="settings-title">{t('settings')}</h2>
      <Devices />
      <fieldset>
        <legend>{t('behaviour')}</legend>
        <QuietCheck />
        <label class="check"><input type="checkbox" id="call-waiting" checked={callWaiting} onChange={(event) => wish({ callWaiting: event.currentTarget.checked })} /> {t('callWaiting')}</label>
        <label class="check"><input type="checkbox" id="ring-sound" checked={ring} onChange={(event) => wish({ ring: event.currentTarget.checked })} /> {t('ringSound')}</label>
        <label class="check"><input type="checkbox" id="prefer-direct" checked={direct} onChange={(event) => wish({ direct: event.currentTarget.checked })} /> {t('preferDirect')}</label>
        <label class="check"><input type="checkbox" id="notify" checked={notifies} onChange={(event) => void notify(event.currentTarget.checked)} /> {t('notify')}</label>
      </fieldset>
      <Forwards />
      <Push />
      <fieldset>
        <legend>{t('appearance')}</legend>
        <label>
          {t('language')}
          <select id="language" value={language.value} onChange={(event) => speak(event.currentTarget.value as Language)}>
            {Object.entries(LANGUAGES).map(([key, { name }]) => <option key={key} value={key} lang={key}>{name}</option>)}
          </select>
        </label>
        <label>
          {t('theme')}
          <select id="theme" value={theme.value} onChange={(event) => chooseTheme(THEMES.find((each) => each === event.currentTarget.value) ?? 'system')}>
            {THEMES.map((each) => <option key={each} value={each}>{t(THEME_WORDS[each])}</option>)}
          </select>
        </label>
      </fieldset>
      <Elsewhere />
    </section>
  );
}

function Push() {
  const state = pushState.value;
  const token = account.value?.token ?? '';
  const turn = async (on: boolean) => {
    if (on) {
      const trouble = await turnOn(token);
      notice.value = trouble ? t(trouble) : '';
      if (!trouble) {
        keepHere();
      }
    } else {
      await turnOff(token);
    }
  };
  const off = state === 'unable' || state === 'no';
  return (
    <fieldset>
      <legend>{t('pushTitle')}</legend>
      <label class="check">
        <input
          type="checkbox" id="push" aria-describedby="push-hint" checked={state === 'on'} disabled={off || state === 'busy'}
          onChange={(event) => void turn(event.currentTarget.checked)}
        /> {t('push')}
      </label>
      <p class="hint start" id="push-hint">{t(state === 'unable' ? 'pushUnable' : state === 'no' ? 'pushNo' : 'pushHint')}</p>
      {state === 'on' && <button type="button" id="push-test" onClick={() => void tryPush(token)}>{t('pushTest')}</button>}
    </fieldset>
  );
}
