// Signing in: by the admin token, or by a link that the command line made.
import { signal, useSignal } from '@preact/signals';
import { keepToken, Refused, tell, tryToken } from '../api';
import { place } from '../router';
import { words } from '../parts/ask';
import { Languages } from './languages';
import { t } from '../words';

const refusal = signal('');

/** Takes the code of `#/ticket/CODE`, once, and wipes it from the address. */
export async function redeemTicket(): Promise<void> {
  if (place.value.page !== 'ticket') {
    return;
  }
  const code = place.value.id;
  history.replaceState(null, '', '#/overview');
  place.value = { page: 'overview', id: '', query: new URLSearchParams() };
  try {
    keepToken((await tell<{ token: string }>('POST', '/api/console/session', { code })).token);
  } catch (refused) {
    refusal.value = words(refused);
  }
}

export function SignIn() {
  const typed = useSignal('');
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) {
      return;
    }
    busy.value = true;
    refusal.value = '';
    const wanted = typed.value.trim();
    try {
      await tryToken(wanted);
      keepToken(wanted);
    } catch (refused) {
      refusal.value = refused instanceof Refused && refused.status === 401 ? t('wrongToken') : words(refused);
    }
    busy.value = false;
  };
  return (
    <main class="signin" id="main" tabIndex={-1}>
      <div class="brand"><img src="/console/icon.svg" alt="" width="40" height="40" /><h1>{t('consoleOf')}</h1></div>
      <form class="card" onSubmit={(event) => void submit(event)}>
        {/* A password manager wants to know whose password it is. */}
        <input type="text" name="username" value="admin" autocomplete="username" hidden readOnly />
        <label>
          {t('adminToken')}
          <input
            type="password" name="token" autocomplete="current-password" required autofocus
            value={typed.value} onInput={(event) => { typed.value = event.currentTarget.value; }}
            aria-describedby="where-token"
          />
        </label>
        {refusal.value && <p class="notice bad" role="alert">{refusal.value}</p>}
        <button class="primary" aria-disabled={busy.value}>{t('signIn')}</button>
        <p class="hint" id="where-token">
          {t('whereToken')} <code dir="ltr">./jackfield console</code>
        </p>
        <p class="hint">{t('whereFile')} <code dir="ltr">admin.token</code></p>
      </form>
      <Languages />
    </main>
  );
}
