// Calls that outlive a reload, or a tab that crashed.
import type { KeptTalk, Talk } from '../calls/talk';
import type { About } from '../calls/switchboard';
import { DirectTalk, type KeptDirect } from '../signal/talk';
import { resumed, askForSound, type KeptSip } from '../sip/resume';
import { ofSession, SipTalk } from '../sip/talk';
import { board } from './board';
import { theDirectLine, theLine } from './lines';
import { calls } from './stage';
import type { Call } from './calls';
import { readValue, write } from './storage';

interface KeptCall {
  readonly call: Call;
  readonly talk: KeptTalk;
}
export interface Kept {
  /** When it was kept (ms since 1970). */
  readonly at: number;
  readonly current: string | null;
  readonly calls: readonly KeptCall[];
}

const NAME = 'calls';
/** The other side's patience: then the server has ended the call. */
const LONGEST_MS = 25_000;

/** Keeps the calls from now on. A page that goes away says no BYE: nobody can tell whether it is
 * closed or loaded anew. The server ends what does not come back within seconds. */
export function outlive(): void {
  window.setInterval(keep, 2000);
  window.addEventListener('pagehide', keep);
}

function keep(): void {
  const kept: KeptCall[] = [];
  for (const call of calls.value.all) {
    const talk = board.talk(call.id)?.keep();
    if (talk) {
      kept.push({ call, talk });
    }
  }
  const all: Kept = { at: Date.now(), current: calls.value.current, calls: kept };
  write(NAME, kept.length > 0 ? JSON.stringify(all) : '', 'session');
}

/** What the page before this one left; taken once. */
export function left(now: number): Kept | null {
  const kept = readValue<Kept | null>(NAME, null, 'session');
  write(NAME, '', 'session');
  return kept && now - kept.at < LONGEST_MS && kept.calls.length > 0 ? kept : null;
}

/** Those of one kind; null where there are none. */
export function only(kept: Kept | null, way: KeptTalk['way']): Kept | null {
  const calls = kept?.calls.filter(({ talk }) => talk.way === way) ?? [];
  return kept && calls.length > 0 ? { ...kept, calls } : null;
}

/** Takes the calls again, once the server knows us again. */
export async function takeAgain(kept: Kept): Promise<void> {
  let shown: string | null = null;
  for (const { call, talk: before } of kept.calls) {
    const stream = await board.streams(false);
    const wait = before.held || kept.current !== call.id;
    const talk =
      before.way === 'sip'
        ? sipAgain(before as KeptSip, call, wait, stream)
        : directAgain(before as KeptDirect, call, wait, stream);
    shown = talk && kept.current === call.id ? talk.id : shown;
  }
  if (shown) {
    board.change({ kind: 'shown', id: shown });
  }
}

function aboutAgain(call: Call, before: KeptTalk): About {
  const { peer, address, incoming, since, direct, transfers, keys, videoOffered } = call;
  return {
    peer, address, incoming, since, direct, transfers, keys, videoOffered,
    stage: 'talking', muted: before.muted, held: before.held, recovering: true,
  };
}

function sipAgain(before: KeptSip, call: Call, wait: boolean, stream: MediaStream): Talk | null {
  const { ua } = theLine;
  if (!ua) {
    return null;
  }
  const session = resumed(ua, before, stream, board.config());
  const talk = board.adopt(aboutAgain(call, before), ofSession(session, stream));
  (talk as SipTalk).takenAgain(wait);
  askForSound(session, () => board.changed(talk.id, { recovering: false }));
  return talk;
}

function directAgain(before: KeptDirect, call: Call, wait: boolean, stream: MediaStream): Talk | null {
  const make = theDirectLine.resume(before, stream);
  if (!make) {
    return null;
  }
  const talk = board.adopt(aboutAgain(call, before), make) as DirectTalk;
  talk.takenAgain(wait, before.muted);
  return talk;
}
