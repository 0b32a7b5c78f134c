// Whether calls ring here at all, and where they go otherwise.
import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import { fetchForwarding, forwarding, forwardingOf, quiet, read, setForwarding, setQuiet, type Forwarding } from '../state/availability';
import { account, notice } from '../state/stage';
import { t, type Key } from '../words/index';
import { Icon } from './Icon';

async function turn(on: boolean): Promise<void> {
  const trouble = await setQuiet(on, account.peek()?.token ?? '');
  notice.value = trouble ? t(trouble) : '';
}

/** In the header: where the server can do it. */
export function QuietButton() {
  const on = quiet.value;
  if (on === null) {
    return null;
  }
  return (
    <button type="button" class="quiet" id="quiet" aria-pressed={on} aria-label={t('quiet')} title={t('quiet')} onClick={() => void turn(!on)}>
      <Icon name={on ? 'quiet' : 'bell'} />
    </button>
  );
}

export function QuietCheck() {
  const on = quiet.value;
  if (on === null) {
    return null;
  }
  return (
    <div>
      <label class="check"><input type="checkbox" id="quiet-check" aria-describedby="quiet-hint" checked={on} onChange={(event) => void turn(event.currentTarget.checked)} /> {t('quiet')}</label>
      <p class="hint start" id="quiet-hint">{t('quietHint')}</p>
    </div>
  );
}

const FIELDS: readonly [keyof Forwarding, Key][] = [
  ['always', 'forwardAlways'], ['busy', 'forwardBusy'], ['noAnswer', 'forwardNoAnswer'], ['offline', 'forwardOffline'],
];

export function Forwards() {
  const token = account.value?.token ?? '';
  const said = useSignal<Key | ''>('');
  useEffect(() => void fetchForwarding(token), [token]);
  const now = forwarding.value;
  if (!now) {
    return null;
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(fields.get(name) ?? '');
    const next = forwardingOf({
      always: text('always'), busy: text('busy'), noAnswer: text('noAnswer'), offline: text('offline'), afterSeconds: text('afterSeconds'),
    });
    said.value = next ? (await setForwarding(next, token)) || 'saved' : 'forwardBad';
  };
  const bad = said.value === 'forwardBad';
  return (
    <fieldset>
      <legend>{t('forwarding')}</legend>
      <form key={read.value} id="forwarding" onSubmit={(event) => void save(event)} onInput={() => (said.value = '')}>
        <p class="hint start">{t('forwardHint')}</p>
        {FIELDS.map(([name, label]) => (
          <Fragment key={name}>
            <label>
              {t(label)}
              <input
                name={name} id={`forward-${name}`} defaultValue={now[name]} dir="auto" autocomplete="off" autocapitalize="none" spellcheck={false}
                maxLength={200} placeholder={t('whomShort')} aria-invalid={bad || undefined}
              />
            </label>
            {name === 'noAnswer' && (
              <label>
                {t('forwardAfter')}
                <input name="afterSeconds" id="forward-after" type="number" min={1} max={600} inputmode="numeric" defaultValue={String(now.afterSeconds)} />
              </label>
            )}
          </Fragment>
        ))}
        <p class={bad ? 'trouble' : 'hint start'} role="status" id="forward-said">{said.value ? t(said.value) : ''}</p>
        <button type="submit" id="forward-save">{t('save')}</button>
      </form>
    </fieldset>
  );
}
