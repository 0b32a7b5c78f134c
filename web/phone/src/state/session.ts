// Signing in and out, and whether the server knows us.
import { refreshDevices } from '../audio/devices';
import type { Presence } from '../sip/line';
import { signInFailure } from '../words/failures';
import { t } from '../words/index';
import * as accounts from './account';
import { fetchForwarding, fetchQuiet } from './availability';
import { board } from './board';
import { fetchMessages } from './history';
import { begins, stops } from './ice';
import { theDirectLine, theLine } from './lines';
import { failed } from './notices';
import { left, only, takeAgain } from './outlive';
import { renewPush, turnOff } from './push';
import * as server from './server';
import { account, directOn, notice, presence, signingIn } from './stage';
import { synchronize } from './synchronize';

export type Keep = 'tab' | 'device' | 'no';

/** Who signs in, until the server has said yes. */
let pending: { readonly account: accounts.Account; readonly keep: Keep } | null = null;

/** Calls of the page before this one, until the server knows us again: those of SIP, and those of
 * /signal. */
let taken: ReturnType<typeof left> = null;
let directTaken: ReturnType<typeof left> = null;

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

/** Signs in whom this device knows from before, if it knows anybody. */
export async function signInAgain(): Promise<void> {
  const kept = accounts.kept();
  if (kept) {
    account.value = kept;
    await register(kept, '', 'no');
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
  theLine.signIn({ ...next, password, socket: socket.href, instance: id, contact });
  if (next.token) {
    void joinDirect(next, id);
  }
  begins(next.token);
}

async function joinDirect({ token, user }: accounts.Account, device: string): Promise<void> {
  const has = await server.hasSignal(token);
  if (has && (account.value ?? pending?.account)?.token === token) {
    theDirectLine.signIn(token, device, user);
  }
}

/** Stays signed in on this device: a page that is woken has to sign in by itself. */
export function keepHere(): void {
  if (account.value) {
    accounts.forget();
    accounts.keep(account.value, 'device');
  }
}

export function signOut(): void {
  board.hangUpAll();
  void turnOff(account.value?.token ?? '', false);
  theLine.signOut();
  theDirectLine.signOut();
  directOn.value = false;
  stops();
  accounts.forget();
  account.value = null;
  notice.value = '';
}

// What the lines tell.

/** The server knows us, or no longer does. */
export function present(next: Presence): void {
  const reached = next === 'on' && presence.value !== 'on';
  presence.value = next;
  if (next === 'lost') {
    notice.value = navigator.onLine ? t('unreachable') : t('offline');
  } else if (reached) {
    notice.value = '';
    if (pending) {
      account.value = pending.account.token ? pending.account : { ...pending.account, ...theLine.credentials };
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
    void fetchQuiet(account.value?.token ?? '');
    void fetchForwarding(account.value?.token ?? ''); // before somebody opens the settings, which would jump
    void fetchMessages(account.value?.token ?? '', account.value?.domain ?? '');
    void renewPush(account.value?.token ?? '');
  }
}

/** The server does not let us in. */
export function refused(status: number, cause: string): void {
  theLine.signOut();
  theDirectLine.signOut();
  accounts.forget();
  account.value = null;
  pending = null;
  notice.value = signInFailure(status, cause);
}

/** The line to /signal is there, or is not. */
export function directPresent(on: boolean): void {
  directOn.value = on;
  theLine.beside(on || theLine.isBeside); // a connection that is lost for a while is waited for
  if (on && directTaken) {
    void takeAgain(directTaken).catch(failed);
    directTaken = null;
  }
}
