// Calls that outlive a reload by the keyboard, or a tab that crashed. Closing the tab ends them.
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

let reloading = false;

/** Keeps the calls from now on. */
export function outlive(): void {
  window.setInterval(keep, 2000);
  document.addEventListener('keydown', (event) => {
    const letter = event.key.toLowerCase() === 'r' && (event.ctrlKey || event.metaKey);
    if (letter || event.key === 'F5') {
      reloading = true;
      window.setTimeout(() => (reloading = false), 3000);
    }
  }, { capture: true });
  window.addEventListener('pagehide', () => {
    if (reloading) {
      keep();
    } else {
      write(NAME, '', 'session');
      board.hangUpAll();
    }
  });
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
