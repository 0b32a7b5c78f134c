// The calls of this page on its stage: joins the switchboard, what is shown, and the sound.
import { effect } from '@preact/signals';
import { Ringer } from '../audio/ringer';
import { Switchboard } from '../calls/switchboard';
import { t } from '../words/index';
import type { CallEnd } from '../words/failures';
import { reduce, type Call, type Change } from './calls';
import { contacts, nameOf } from './contacts';
import { config } from './lines';
import { failed, tellEnd, tellTransfer } from './notices';
import { announce } from './notify';
import { recent, remember } from './recents';
import { wishes } from './settings';
import { calls, currentCall, notice, onStage, presence, streams, typedKeys, waitingCall } from './stage';

export const ringer = new Ringer();

export const board = new Switchboard({
  calls: () => calls.value,
  change,
  ended,
  media: () => (streams.value += 1),
  failed,
  transferred: tellTransfer,
  referred: (call, to) => (notice.value = t('referred', { name: call.peer, to })),
  config,
  callWaiting: () => wishes.value.callWaiting,
});

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
  const elsewhere = end.why.includes('elsewhere');
  const missed = call.incoming && call.stage === 'ringing' && !elsewhere && end.cause === 'Canceled';
  remember(recent(call, missed, Date.now()));
  announce(calls.value);
  if (presence.value !== 'off') {
    tellEnd(call, end, missed, elsewhere);
  }
}

/** Rings, and says in the title who calls, from now on. */
export function ringWithCalls(): void {
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
}
