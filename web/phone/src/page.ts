// The page: joins the line, the microphone and the ringer to the elements people see.
import { Line, type Call, type Presence } from './line';
import { Microphone, MicrophoneError } from './microphone';
import { quality, sample, type Sample } from './quality';
import { Ringer } from './ringer';
import { callFailure, clock, microphoneFailure, signInFailure, type CallEnd } from './words';

const ACCOUNT = 'jackfield.account';
const KEYS: [string, string][] = [
  ['1', ''], ['2', 'ABC'], ['3', 'DEF'], ['4', 'GHI'], ['5', 'JKL'], ['6', 'MNO'],
  ['7', 'PQRS'], ['8', 'TUV'], ['9', 'WXYZ'], ['*', ''], ['0', '+'], ['#', ''],
];

const at = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const phone = at('phone');
const notice = at('notice');
const number = at<HTMLInputElement>('number');
const user = at<HTMLInputElement>('user');
const password = at<HTMLInputElement>('password');

const ringer = new Ringer();
const microphone = new Microphone();
let presence: Presence = 'off';
let call: Call | null = null;
let since = 0;
let ticker = 0;
let before: Sample | null = null;

const line = new Line({ presence: showPresence, refused, call: showCall, ended, sound });

function view(name: 'signin' | 'dial' | 'incoming' | 'talk', focus?: HTMLElement): void {
  if (phone.dataset.view !== name) {
    phone.dataset.view = name;
    focus?.focus();
  }
  at('devices').hidden = name === 'signin' || name === 'incoming';
}

function say(text: string): void {
  notice.textContent = text;
  notice.hidden = text === '';
}

function showPresence(next: Presence): void {
  const reached = next === 'on' && presence !== 'on';
  presence = next;
  const words: Record<Presence, string> = {
    off: 'Signed out',
    connecting: 'Connecting…',
    on: `Signed in as ${user.value}`,
    lost: 'Connection lost. Trying again…',
  };
  at('presence').dataset.state = next === 'on' ? 'on' : next === 'off' ? 'off' : 'wait';
  at('presence-text').textContent = words[next];
  at('sign-out').hidden = next === 'off';
  at<HTMLButtonElement>('sign-in').disabled = next === 'connecting';
  at<HTMLButtonElement>('call').disabled = next !== 'on';
  if (next === 'lost') {
    say(navigator.onLine
      ? 'The server can’t be reached. A running call goes on while its sound does.'
      : 'This device is offline. Check the network.');
  }
  if (reached) {
    say('');
    if (!call) {
      view('dial', number);
    }
    void listMicrophones();
  }
}

function refused(status: number, cause: string): void {
  line.signOut();
  sessionStorage.removeItem(ACCOUNT);
  view('signin', password);
  say(signInFailure(status, cause));
}

function showCall(next: Call): void {
  const fresh = call === null;
  const answered = next.stage === 'talking' && call?.stage !== 'talking';
  call = next;
  const initial = (next.peer[0] ?? '?').toUpperCase();
  if (next.incoming && next.stage === 'ringing') {
    at('caller').textContent = next.peer;
    at('caller-face').textContent = initial;
    if (fresh) {
      say('');
      view('incoming', at('answer'));
      ringer.ring();
      document.title = `${next.peer} is calling`;
    }
    return;
  }
  at('peer').textContent = next.peer;
  at('peer-face').textContent = initial;
  at('peer-face').classList.toggle('ringing', next.stage !== 'talking');
  at('call-state').textContent =
    next.stage === 'calling' ? 'Calling…'
    : next.stage === 'ringing' ? 'Ringing…'
    : next.held ? 'On hold'
    : next.heldByPeer ? 'The other side holds the call'
    : next.muted ? 'Connected, muted'
    : 'Connected';
  at('mute').setAttribute('aria-pressed', String(next.muted));
  at('hold').setAttribute('aria-pressed', String(next.held));
  for (const id of ['mute', 'hold', 'keys']) {
    at<HTMLButtonElement>(id).disabled = next.stage !== 'talking';
  }
  view('talk', at('hang-up'));
  if (next.stage === 'ringing' && !next.incoming) {
    ringer.ringback();
  }
  if (answered) {
    ringer.stop();
    document.title = `${next.peer} · Jackfield phone`;
    since = Date.now();
    before = null;
    ticker = window.setInterval(() => void tick(), 1000);
    void tick();
    void listMicrophones();
  }
}

function ended(end: CallEnd, peer: string): void {
  const unanswered = call?.incoming === true && call.stage === 'ringing';
  call = null;
  ringer.stop();
  clearInterval(ticker);
  microphone.close();
  at('timer').textContent = '';
  at('quality-text').textContent = 'Waiting for sound';
  at('quality').dataset.level = 'none';
  toggleKeys(false);
  document.title = 'Jackfield phone';
  if (presence === 'off') {
    return;
  }
  view('dial', number);
  if (unanswered) {
    say(end.why.includes('elsewhere') ? 'Answered on another phone.' : end.cause === 'Canceled' ? `Missed call from ${peer}.` : '');
  } else {
    say(callFailure(end, peer));
  }
}

function sound(stream: MediaStream): void {
  const audio = at<HTMLAudioElement>('remote-audio');
  audio.srcObject = stream;
  ringer.stop();
  audio.play().catch(() => say('Click anywhere to let the browser play sound.'));
}

async function tick(): Promise<void> {
  at('timer').textContent = clock((Date.now() - since) / 1000);
  const connection = line.connection;
  if (!connection || !call) {
    return;
  }
  const report = (await connection.getStats()) as unknown as Iterable<[string, Record<string, unknown>]>;
  const now = sample(report, performance.now());
  const seen = quality(before, now, call.held || call.heldByPeer);
  before = now;
  at('quality').dataset.level = seen.level;
  at('quality-text').textContent = seen.text;
}

async function begin(target: string): Promise<void> {
  const peer = target.trim();
  if (!peer) {
    number.focus();
    say('Type a name or a number first.');
    return;
  }
  if (presence !== 'on' || call) {
    return;
  }
  say('');
  try {
    const stream = await microphone.open();
    line.call(peer, stream);
  } catch (error) {
    failed(error);
  }
}

async function answer(): Promise<void> {
  ringer.stop();
  try {
    line.answer(await microphone.open());
  } catch (error) {
    line.pass();
    failed(error);
  }
}

function failed(error: unknown): void {
  if (error instanceof MicrophoneError) {
    say(microphoneFailure(error.name));
  } else {
    say(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function listMicrophones(): Promise<void> {
  const select = at<HTMLSelectElement>('microphone');
  const devices = await microphone.list();
  select.replaceChildren(
    new Option('The browser’s choice', ''),
    ...devices.map((device, index) => new Option(device.label || `Microphone ${index + 1}`, device.deviceId)),
  );
  select.value = microphone.chosen;
  if (select.selectedIndex < 0) {
    select.selectedIndex = 0;
  }
}

function toggleKeys(open: boolean): void {
  at('dtmf-pad').hidden = !open;
  at('keys').setAttribute('aria-expanded', String(open));
}

function pad(id: string, pressed: (digit: string) => void): void {
  at(id).replaceChildren(
    ...KEYS.map(([digit, letters]) => {
      const key = document.createElement('button');
      key.type = 'button';
      key.dataset.key = digit;
      key.setAttribute('aria-label', digit === '*' ? 'star' : digit === '#' ? 'hash' : digit);
      const small = document.createElement('small');
      small.textContent = letters;
      key.append(digit, small);
      key.addEventListener('click', () => {
        ringer.key(digit);
        pressed(digit);
      });
      return key;
    }),
  );
}

async function domain(): Promise<string> {
  try {
    const answered = await fetch('phone.json');
    const settings = (await answered.json()) as { domain?: string };
    return settings.domain || location.hostname;
  } catch {
    return location.hostname;
  }
}

async function signIn(name: string, secret: string): Promise<void> {
  say('');
  line.signIn({
    user: name,
    domain: await domain(),
    password: secret,
    socket: `${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/ws`,
  });
}

pad('dial-pad', (digit) => {
  number.value += digit;
});
pad('dtmf-pad', (digit) => line.key(digit));

at('signin').addEventListener('submit', (event) => {
  event.preventDefault();
  if (at<HTMLInputElement>('keep').checked) {
    sessionStorage.setItem(ACCOUNT, JSON.stringify([user.value, password.value]));
  }
  void signIn(user.value.trim(), password.value);
});
at('sign-out').addEventListener('click', () => {
  line.hangUp();
  line.signOut();
  sessionStorage.removeItem(ACCOUNT);
  password.value = '';
  say('');
  view('signin', user);
});
at('dial-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void begin(number.value);
});
at('erase').addEventListener('click', () => {
  number.value = number.value.slice(0, -1);
  number.focus();
});
at('echo').addEventListener('click', () => {
  number.value = '9999';
  void begin('9999');
});
at('answer').addEventListener('click', () => void answer());
at('decline').addEventListener('click', () => line.decline());
at('hang-up').addEventListener('click', () => line.hangUp());
at('mute').addEventListener('click', () => call && line.mute(!call.muted));
at('hold').addEventListener('click', () => call && line.hold(!call.held));
at('keys').addEventListener('click', () => toggleKeys(at('dtmf-pad').hidden));
at('microphone').addEventListener('change', (event) => {
  const { value } = event.target as HTMLSelectElement;
  microphone.choose(value, line.connection).catch(failed);
});
navigator.mediaDevices?.addEventListener('devicechange', () => void listMicrophones());
window.addEventListener('offline', () => presence === 'on' && showPresence('lost'));
window.addEventListener('online', () => line.refresh());
window.addEventListener('pagehide', () => line.hangUp());
document.addEventListener('keydown', (event) => {
  if (phone.dataset.view === 'incoming') {
    if (event.key === 'Escape') {
      event.preventDefault();
      line.decline();
    } else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      void answer();
    }
  } else if (phone.dataset.view === 'talk' && /^[0-9*#]$/.test(event.key) && call?.stage === 'talking') {
    ringer.key(event.key);
    line.key(event.key);
  }
});
document.addEventListener('click', () => void at<HTMLAudioElement>('remote-audio').play().catch(() => undefined), { once: true });

const kept = sessionStorage.getItem(ACCOUNT);
if (kept) {
  const [name, secret] = JSON.parse(kept) as [string, string];
  user.value = name;
  password.value = secret;
  void signIn(name, secret);
} else {
  user.focus();
}
