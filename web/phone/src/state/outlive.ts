// Calls that outlive a reload, or a tab that crashed.
import { keepDialog, resumed, askForSound, type KeptDialog } from '../sip/resume';
import { board, calls, theLine } from './app';
import type { Call } from './calls';
import { readValue, write } from './storage';

interface KeptCall {
  readonly call: Call;
  readonly dialog: KeptDialog;
}
interface Kept {
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
    const talk = board.talk(call.id);
    const dialog = talk && keepDialog(talk.session);
    if (dialog) {
      kept.push({ call, dialog });
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

/** Takes the calls again, once the server knows us again. */
export async function takeAgain(kept: Kept): Promise<void> {
  let shown: string | null = null;
  for (const { call, dialog } of kept.calls) {
    const { ua } = theLine;
    if (!ua) {
      return;
    }
    const stream = await board.streams(false);
    const session = resumed(ua, dialog, stream, board.config());
    const talk = board.adopt(session, call.peer, call.address, call.incoming, stream);
    board.changed(talk.id, {
      stage: 'talking', since: call.since, muted: dialog.muted, held: dialog.held, recovering: true,
    });
    talk.takenAgain(dialog.held || kept.current !== call.id);
    askForSound(session, () => board.changed(talk.id, { recovering: false }));
    shown = kept.current === call.id ? talk.id : shown;
  }
  if (shown) {
    board.change({ kind: 'shown', id: shown });
  }
}
