// The page: what is always there, and the view that is shown now.
import { signOut } from '../state/session';
import { account, currentCall, notice, onStage, presence, signedIn, tab, type Tab, view, waitingCall } from '../state/stage';
import { quiet } from '../state/availability';
import { chats, unread } from '../state/chat';
import { unseen } from '../state/recents';
import { t, type Key } from '../words/index';
import { QuietButton } from './Availability';
import { ByLink } from './ByLink';
import { Contacts } from './Contacts';
import { Dial } from './Dial';
import { Icon, type IconName } from './Icon';
import { Incoming } from './Incoming';
import { Messages } from './Messages';
import { Recents } from './Recents';
import { Settings } from './Settings';
import { SignIn } from './SignIn';
import { Sounds } from './Sounds';
import { Talk } from './Talk';

const TABS: readonly [Tab, Key, IconName][] = [
  ['keypad', 'dialTab', 'keypad'], ['recents', 'recents', 'recents'], ['contacts', 'contacts', 'contacts'],
  ['messages', 'messages', 'messages'], ['settings', 'settings', 'settings'],
];

/** In a frame there is no room for what is around a phone. */
const FRAMED = typeof window !== 'undefined' && window.parent !== window;

export function App() {
  const shown = view.value;
  const rings = waitingCall.value;
  const talks = currentCall.value;
  const onTalk = talks !== null && onStage.value;
  return (
    <main class="phone" id="phone" data-view={shown} data-framed={FRAMED ? 'yes' : undefined} data-tab={onTalk ? 'call' : tab.value} data-wide={onTalk && (talks.picture !== 'off' || talks.theirPicture) ? 'yes' : 'no'}>
      <Header />
      <div class="told">
        <p class="notice" id="notice" role="alert" hidden={!notice.value} dir="auto">{notice.value}</p>
        <p class="visually-hidden" aria-live="assertive">{rings ? t('calling', { name: rings.peer }) : ''}</p>
      </div>
      {signedIn.value && <Tabs />}
      <div class="content">
        {rings && <Incoming call={rings} />}
        <ByLink />
        {shown === 'signin' ? <SignIn /> : (!rings || talks) && <Content />}
      </div>
      <Sounds />
    </main>
  );
}

function Content() {
  const talks = currentCall.value;
  if (talks && onStage.value) {
    return <Talk />;
  }
  return (
    <>
      {talks && (
        <button type="button" class="return" id="return" onClick={() => (onStage.value = true)}><Icon name="call" /> {t('backToCall')}: <bdi>{talks.peer}</bdi></button>
      )}
      {tab.value === 'keypad' && <Dial />}
      {tab.value === 'recents' && <Recents />}
      {tab.value === 'contacts' && <Contacts />}
      {tab.value === 'messages' && <Messages />}
      {tab.value === 'settings' && <Settings />}
    </>
  );
}

function Header() {
  const state = presence.value;
  const name = account.value?.user ?? '';
  const silent = state === 'on' && quiet.value === true;
  const text =
    state === 'on'
      ? t(silent ? 'quietAs' : 'signedInAs', { name })
      : t(state === 'off' ? 'signedOut' : state === 'lost' ? 'lost' : 'connecting');
  return (
    <header>
      <img src="icon.svg" alt="" width="32" height="32" />
      <h1>Jackfield</h1>
      <p class="presence" id="presence" role="status" data-state={silent ? 'quiet' : state === 'on' ? 'on' : state === 'off' ? 'off' : 'wait'}>
        <span class="lamp" aria-hidden="true" />
        <span id="presence-text">{text}</span>
      </p>
      <QuietButton />
      <button type="button" class="quiet" id="sign-out" title={t('signOut')} hidden={state === 'off' && !signedIn.value} onClick={signOut}><Icon name="signout" turned /><span>{t('signOut')}</span></button>
    </header>
  );
}

function Tabs() {
  const counts: Partial<Record<Tab, string>> = {
    recents: unseen.value ? t('missedCalls', { count: unseen.value }) : '',
    messages: unread(chats.value) ? t('unread', { count: unread(chats.value) }) : '',
  };
  const talking = currentCall.value !== null && onStage.value;
  return (
    <nav class="tabs" aria-label={t('sections')}>
      {TABS.map(([name, label, icon]) => (
        <button
          type="button" key={name} class="quiet" id={`tab-${name}`}
          aria-current={!talking && tab.value === name ? 'page' : undefined}
          onClick={() => {
            tab.value = name;
            onStage.value = false;
            unseen.value = name === 'recents' ? 0 : unseen.value;
          }}
        >
          <Icon name={icon} />
          <span>{t(label)}</span>
          {counts[name] ? <span class="badge"><span class="visually-hidden">{counts[name]}</span></span> : null}
        </button>
      ))}
    </nav>
  );
}

