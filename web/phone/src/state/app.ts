// The signals of the page and what its buttons do: joins the line, the calls and the sound.
import { computed, effect, signal } from '@preact/signals';
import { refreshDevices, DeviceError, watchDevices } from '../audio/devices';
import { Ringer } from '../audio/ringer';
import { Switchboard } from '../calls/switchboard';
import type { Talk } from '../calls/talk';
import { DirectLine } from '../signal/line';
import { ofCall } from '../signal/talk';
import { Line, type Presence } from '../sip/line';
import { offered } from '../sip/offers';
import { ofSession } from '../sip/talk';
import { t } from '../words/index';
import { callFailure, deviceFailure, signInFailure, type CallEnd } from '../words/failures';
import * as accounts from './account';
import { NO_CALLS, current, reduce, viewOf, waiting, type Call, type Calls, type Change } from './calls';
import * as chat from './chat';
import { contacts, nameOf } from './contacts';
import { begins, stops } from './ice';
import { iceServers } from './ice';
import { announce } from './notify';
import { left, only, outlive, takeAgain } from './outlive';
import { recent, remember } from './recents';
import * as server from './server';
import { renewPush, turnOff } from './push';
import { fetchMessages, markRead } from './history';
import { dialled as dialledOf, synchronize } from './synchronize';
import { isWanted, opened, want } from './woken';
import { wishes } from './settings';

export type Keep = 'tab' | 'device' | 'no';
export type Tab = 'keypad' | 'recents' | 'contacts' | 'messages' | 'settings';

export const presence = signal<Presence>('off');
export const account = signal<accounts.Account | null>(null);
export const signingIn = signal(false);
/** What the page says on top of everything, or empty. */
export const notice = signal('');
export const calls = signal<Calls>(NO_CALLS);
export const tab = signal<Tab>('keypad');
/** Whether the call is shown, or the tab. */
export const onStage = signal(true);
/** What is being typed to call. */
export const dialled = signal('');
/** Grows when a stream has other tracks. */
export const streams = signal(0);
export const typedKeys = signal('');

export const signedIn = computed(() => account.value !== null);
export const view = computed(() => viewOf(signedIn.value, calls.value, onStage.value));
export const currentCall = computed(() => current(calls.value));
export const waitingCall = computed(() => waiting(calls.value));

export const ringer = new Ringer();
const line = new Line({ presence: present, refused, offered: (session, sdp, callId) => rings(offered(board, session, sdp), callId), message: heard });
/** Whether calls from page to page can be made and taken. */
export const directOn = signal(false);
const direct = new DirectLine({
  online: (on) => {
    directOn.value = on;
    line.beside(on || line.isBeside); // a connection that is lost for a while is waited for
    if (on && directTaken) {
      void takeAgain(directTaken).catch(failed);
      directTaken = null;
    }
  },
  offered: (call) => {
    const about = { peer: call.name, address: call.user, incoming: true, videoOffered: call.video };
    if (!board.offered({ ...about, ...ofPages(call.device !== 'sip') }, ofCall(call, null))) {
      call.busy();
    }
  },
  config,
});

/** What a call by /signal can do. */
function ofPages(pages: boolean): Pick<Call, 'direct' | 'transfers' | 'keys'> {
  return { direct: pages, transfers: false, keys: !pages };
}

function config(): RTCConfiguration {
  return { iceServers: [...iceServers.value], bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' };
}
export const board = new Switchboard({
  calls: () => calls.value,
  change,
  ended,
  media: () => (streams.value += 1),
  failed,
  transferred: (call, how) => {
    if (how !== 'trying') {
      notice.value = t(how === 'done' ? 'transferred' : 'transferFailed', { name: call.peer, to: call.transferTo });
    }
  },
  referred: (call, to) => (notice.value = t('referred', { name: call.peer, to })),
  config,
  callWaiting: () => wishes.value.callWaiting,
});
export const theLine = line;
export const theDirectLine = direct;

function change(event: Change): void {
  const named =
    event.kind === 'began'
      ? { ...event, call: { ...event.call, began: Date.now(), peer: nameOf(contacts.value, event.call.address, event.call.peer) } }
      : event;
  const before = calls.value;
  calls.value = reduce(before, named);
  if (event.kind === 'began') {
    notice.value = '';
    announce(calls.value);
  }
  if (calls.value.current !== before.current && calls.value.current) {
    onStage.value = true;
    typedKeys.value = '';
  }
}

function ended(call: Call, end: CallEnd): void {
  const unanswered = call.incoming && call.stage === 'ringing';
  const elsewhere = end.why.includes('elsewhere');
  const missed = unanswered && !elsewhere && end.cause === 'Canceled';
  remember(recent(call, missed, Date.now()));
  announce(calls.value);
  if (presence.value === 'off') {
    return;
  }
  if (unanswered) {
    notice.value = elsewhere ? t('elsewhere') : missed ? t('missedFrom', { name: call.peer }) : '';
  } else if (!call.transferTo) {
    notice.value = callFailure(end, call.peer);
  }
}

function failed(error: unknown): void {
  notice.value =
    error instanceof DeviceError
      ? deviceFailure(error.name, error.what)
      : error instanceof Error && error.message === 'address'
        ? t('badAddress', { name: dialled.value })
        : t('failOther', { why: error instanceof Error ? error.message : String(error) });
}

function present(next: Presence): void {
  const reached = next === 'on' && presence.value !== 'on';
  presence.value = next;
  if (next === 'lost') {
    notice.value = navigator.onLine ? t('unreachable') : t('offline');
  } else if (reached) {
    notice.value = '';
    if (pending) {
      account.value = pending.account.token ? pending.account : { ...pending.account, ...line.credentials };
      if (pending.keep !== 'no') {
        accounts.keep(account.value, pending.keep);
      }
      pending = null;
    }
    if (taken) {
      void takeAgain(taken).catch(failed);
      taken = null;
    }
    void refreshDevices();
    void synchronize(account.value?.token ?? '', account.value?.domain ?? '');
    void fetchMessages(account.value?.token ?? '', account.value?.domain ?? '');
    void renewPush(account.value?.token ?? '');
  }
}

/** A call rings here; one that somebody chose to answer before it came is answered. */
function rings(talk: Talk | null, callId: string): void {
  if (talk && isWanted(callId, Date.now())) {
    // Once JsSIP is through with the INVITE.
    window.setTimeout(() => void board.answer(talk.id, false), 0);
  }
}

/** What a notification of the system led here for. */
export function led(hash: string): void {
  const to = opened(hash);
  if (to.call && to.answer) {
    const ringing = [...board.all].find((talk) => talk.callId === to.call);
    if (ringing) {
      void board.answer(ringing.id, false);
    } else {
      want(to.call, Date.now());
    }
  }
  if (to.chat) {
    tab.value = 'messages';
    chat.openChat.value = to.chat;
  } else if (to.recents) {
    tab.value = 'recents';
  }
  if (to.call || to.chat || to.recents) {
    line.refresh();
  }
}

/** Calls of the page before this one, until the server knows us again: those of SIP, and those of
 * /signal. */
let taken: ReturnType<typeof left> = null;
let directTaken: ReturnType<typeof left> = null;

/** Who signs in, until the server has said yes. */
let pending: { readonly account: accounts.Account; readonly keep: Keep } | null = null;

function refused(status: number, cause: string): void {
  line.signOut();
  direct.signOut();
  accounts.forget();
  account.value = null;
  pending = null;
  notice.value = signInFailure(status, cause);
}

function heard(from: string, text: string, number: number | undefined, at: number): void {
  const address = dialledOf(from, account.value?.domain ?? '');
  const known = chat.chats.value.find((each) => each.address === address)?.said ?? [];
  if (number !== undefined && known.some((line) => line.number === number)) {
    return; // it comes again, or was fetched
  }
  const seen = tab.value === 'messages' && chat.openChat.value === address && document.visibilityState === 'visible';
  chat.setChats(chat.said(chat.chats.value, address, { ours: false, text, at, state: 'sent', ...(number === undefined ? {} : { number }) }, seen));
  if (seen) {
    markRead(address);
  }
  if (!seen) {
    notice.value = t('messageFrom', { name: nameOf(contacts.value, address, address) });
  }
}

export async function sendText(address: string, text: string): Promise<void> {
  const at = Date.now();
  chat.setChats(chat.said(chat.chats.value, address, { ours: true, text, at, state: 'sending' }, true));
  const taken = await line.say(address, text);
  chat.setChats(chat.settled(chat.chats.value, address, at, taken ? 'sent' : 'failed'));
}

export async function signIn(user: string, password: string, keep: Keep): Promise<void> {
  notice.value = '';
  signingIn.value = true;
  try {
    const [session, home] = await Promise.all([server.signIn(user, password), server.domain()]);
    const name = session?.user ?? user;
    const domain = session?.domain ?? home;
    await register({ user: name, domain, realm: '', ha1: '', token: session?.token ?? '' }, password, keep);
  } catch (error) {
    notice.value = signInFailure(error instanceof server.Refused ? error.status : 0, 'Connection Error');
  } finally {
    signingIn.value = false;
  }
}

/** Signs in whom a link names, in the place of whoever is signed in. */
export async function signInByLink(code: string, keep: Keep): Promise<void> {
  notice.value = '';
  signingIn.value = true;
  try {
    const session = await server.signInByLink(code);
    if (account.value) {
      signOut();
    }
    await register({ user: session.user, domain: session.domain, realm: '', ha1: '', token: session.token }, '', keep);
  } catch (error) {
    const status = error instanceof server.Refused ? error.status : 0;
    notice.value = status === 401 ? t('linkOver') : signInFailure(status, 'Connection Error');
  } finally {
    signingIn.value = false;
  }
}

async function register(next: accounts.Account, password: string, keep: Keep): Promise<void> {
  const { id, contact, same } = await accounts.instance();
  const before = same ? left(Date.now()) : null;
  taken = only(before, 'sip');
  directTaken = only(before, 'direct');
  pending = { account: next, keep };
  const socket = new URL('ws', location.href);
  socket.protocol = location.protocol === 'http:' ? 'ws:' : 'wss:';
  line.signIn({ ...next, password, socket: socket.href, instance: id, contact });
  if (next.token) {
    void joinDirect(next, id);
  }
  begins(next.token);
}

/** Stays signed in on this device: a page that is woken has to sign in by itself. */
export function keepHere(): void {
  if (account.value) {
    accounts.forget();
    accounts.keep(account.value, 'device');
  }
}

async function joinDirect({ token, user }: accounts.Account, device: string): Promise<void> {
  const has = await server.hasSignal(token);
  if (has && (account.value ?? pending?.account)?.token === token) {
    direct.signIn(token, device, user);
  }
}

export function signOut(): void {
  board.hangUpAll();
  void turnOff(account.value?.token ?? '', false);
  line.signOut();
  direct.signOut();
  directOn.value = false;
  stops();
  accounts.forget();
  account.value = null;
  notice.value = '';
}

/** How a call is to go: as the settings say, or from page to page and in no other way. */
export type Wanted = 'usual' | 'direct';

export async function call(target: string, video = false, wanted: Wanted = 'usual'): Promise<void> {
  const peer = target.trim();
  if (!peer) {
    notice.value = t('typeFirst');
    document.getElementById('number')?.focus();
    return;
  }
  if (presence.value !== 'on') {
    return;
  }
  notice.value = '';
  dialled.value = peer;
  const only = wanted === 'direct';
  try {
    if (only || (wishes.value.direct && (await direct.there(peer)))) {
      const about = { peer, address: peer, incoming: false, ...ofPages(true) };
      await board.begin(about, video, (stream) => direct.dial(peer, stream, only));
    } else {
      await board.begin({ peer, address: peer, incoming: false }, video, (stream) => {
        const session = line.call(peer, stream, config());
        return session && ofSession(session, stream);
      });
    }
  } catch (error) {
    failed(error);
  }
}

export async function answer(video: boolean): Promise<void> {
  const call = waitingCall.value;
  if (call) {
    ringer.stop();
    await board.answer(call.id, video);
  }
}

export function decline(): void {
  const call = waitingCall.value;
  if (call) {
    board.talk(call.id)?.decline();
  }
}

export function hangUp(id = calls.value.current): void {
  board.talk(id)?.hangUp();
}

export function pressKey(digit: string): void {
  ringer.key(digit);
  board.talk(calls.value.current)?.key(digit);
  typedKeys.value = (typedKeys.value + digit).slice(-40);
}

export async function showPicture(picture: 'camera' | 'screen'): Promise<void> {
  const call = currentCall.value;
  if (call) {
    await board.show(call.id, call.picture === picture ? 'off' : picture).catch(failed);
  }
}

export { failed };

/** Starts everything that does not need a person. */
export async function begin(): Promise<void> {
  watchDevices(() => void board.changeMicrophone().catch(failed));
  window.addEventListener('offline', () => presence.value === 'on' && present('lost'));
  window.addEventListener('online', () => {
    line.refresh();
    board.verify();
  });
  outlive();
  navigator.serviceWorker?.addEventListener('message', (event: MessageEvent<{ opened?: string; push?: unknown }>) => {
    if (typeof event.data?.opened === 'string') {
      led(event.data.opened);
    } else if (event.data?.push) {
      line.refresh(); // the server thinks that we are not there
    }
  });
  led(location.hash);
  if (/^#(wake|chat|tab)=/.test(location.hash)) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  effect(() => {
    const call = currentCall.value;
    const rings = waitingCall.value;
    if (rings && wishes.value.ring) {
      ringer.ring(calls.value.current !== null);
    } else if (!rings && call && call.stage === 'ringing' && streams.value >= 0 && !board.talk(call.id)?.remote.getAudioTracks().length) {
      ringer.ringback();
    } else {
      ringer.stop();
    }
    document.title = rings ? t('calling', { name: rings.peer }) : call ? `${call.peer} · ${t('title')}` : t('title');
  });
  const kept = accounts.kept();
  if (kept) {
    account.value = kept;
    await register(kept, '', 'no');
  }
}
