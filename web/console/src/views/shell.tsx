// What stands around every page: the way to the others, how the node is, who speaks which language.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { chooseTheme, theme, THEMES, type Theme } from '../../../shared/theme';
import { keepToken, token } from '../api';
import { Confirmation } from '../parts/dialog';
import { toMain } from '../parts/focus';
import { link as href, place } from '../router';
import { alerts, calls, link, said } from '../state';
import { t } from '../words';
import { Bans } from './bans';
import { CallPage } from './call';
import { Calls } from './calls';
import { Certificates } from './certificates';
import { Ended } from './ended';
import { Languages } from './languages';
import { Logs } from './logs';
import { Overview } from './overview';
import { Recordings } from './recordings';
import { Registrations } from './registrations';
import { Relays } from './relays';
import { Routing } from './routing';
import { Settings } from './settings';
import { SignIn } from './signin';
import { Users } from './users';

const PAGES: Record<string, () => JSX.Element> = {
  overview: Overview,
  calls: () => (place.value.id ? <CallPage key={place.value.id} id={place.value.id} /> : <Calls />),
  ended: Ended,
  recordings: () => <Recordings key={place.value.query.get('call') ?? ''} />,
  registrations: Registrations,
  users: Users,
  routing: Routing,
  relays: Relays,
  bans: Bans,
  certificates: Certificates,
  logs: Logs,
  settings: Settings,
};

const NAMES = [
  'overview', 'calls', 'ended', 'recordings', 'registrations', 'users', 'routing', 'relays', 'bans', 'certificates',
  'logs', 'settings',
] as const;

export function Shell() {
  const open = useSignal(false);
  const menu = useRef<HTMLButtonElement>(null);
  const at = place.value.page;
  useEffect(() => {
    open.value = false;
    const name = NAMES.find((each) => each === at);
    document.title = `${token.value && name ? `${t(`page_${name}`)} · ` : ''}${t('consoleOf')}`;
  }, [at, token.value]);
  if (!token.value) {
    return <SignIn />;
  }
  const View = PAGES[at] ?? Nowhere;
  const over = at === 'calls' && place.value.id !== '' && calls.value !== null && !calls.value.has(place.value.id);
  const current = over ? 'ended' : at;
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); toMain(); }}>
        {t('skip')}
      </a>
      <header>
        <img src="/console/icon.svg" alt="" width="28" height="28" />
        <span class="name">{t('consoleOf')}</span>
        <Link />
        <button
          ref={menu} type="button" class="quiet menu" aria-expanded={open.value} aria-controls="ways"
          onClick={() => { open.value = !open.value; }}
        >
          {t('menu')}
        </button>
      </header>
      <nav
        id="ways" aria-label={t('pages')} class={open.value ? 'open' : ''}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && open.value) {
            open.value = false;
            menu.current?.focus();
          }
        }}
      >
        <ul>
          {NAMES.map((name) => (
            <li key={name}>
              <a href={href(name)} aria-current={name === current ? 'page' : undefined} onClick={() => { open.value = false; }}>
                {t(`page_${name}`)}
                {name === 'calls' && calls.value !== null && calls.value.size > 0 && <span class="count">{calls.value.size}</span>}
                {name === 'overview' && alerts.value.length > 0 && (
                  <span class="count bad"><span class="visually-hidden">{t('alerts')}: </span>{alerts.value.length}</span>
                )}
              </a>
            </li>
          ))}
        </ul>
        <div class="mine">
          <Languages />
          <label>
            <span class="visually-hidden">{t('theme')}</span>
            <select value={theme.value} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
              {THEMES.map((each) => <option key={each} value={each}>{t(`theme_${each}`)}</option>)}
            </select>
          </label>
          <button type="button" class="quiet" onClick={() => keepToken('')}>{t('signOut')}</button>
        </div>
      </nav>
      <main id="main" tabIndex={-1} data-place={place.value.id ? `${at}/${place.value.id}` : at}>
        {link.value === 'offline' && <p class="notice bad" role="alert">{t('offline')}</p>}
        <View />
      </main>
      <Saying />
      <Confirmation />
    </div>
  );
}

function Link() {
  return <span class={`link-state ${link.value}`} role="status">{t(`link_${link.value}`)}</span>;
}

/** A word that passes: it stays long enough to be read, and is said to screen readers. */
function Saying() {
  const word = said.value;
  const box = useRef<HTMLDivElement>(null);
  const close = () => {
    said.value = null;
    toMain();
  };
  useEffect(() => {
    if (word) {
      const end = setTimeout(() => {
        // Who has the keyboard on it is reading it, or about to close it.
        if (!box.current?.contains(document.activeElement)) {
          said.value = null;
        }
      }, 4000 + word.text.length * 60);
      return () => clearTimeout(end);
    }
    return undefined;
  }, [word]);
  return (
    <div ref={box} class="saying" role="status">
      {word && (
        <p class={`notice ${word.bad ? 'bad' : 'info'}`}>
          {word.text}
          <button type="button" class="quiet" aria-label={t('close')} onClick={close}>×</button>
        </p>
      )}
    </div>
  );
}

function Nowhere() {
  return (
    <>
      <h1>{t('nowhere')}</h1>
      <p><a href={href('overview')}>{t('page_overview')}</a></p>
    </>
  );
}
