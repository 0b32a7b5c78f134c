// What the buttons of calls do, and the calls that come.
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { Call as DirectCall } from '../../../signal/src/index';
import { ofCall } from '../signal/talk';
import { offered } from '../sip/offers';
import { ofSession } from '../sip/talk';
import { t } from '../words/index';
import { board, ringer } from './board';
import type { Call } from './calls';
import { config, theDirectLine, theLine } from './lines';
import { failed } from './notices';
import { wishes } from './settings';
import { calls, currentCall, dialled, notice, presence, typedKeys, waitingCall } from './stage';
import { isWanted } from './woken';

/** How a call is to go: as the settings say, or from page to page and in no other way. */
export type Wanted = 'usual' | 'direct';

/** What a call by /signal can do. */
function ofPages(pages: boolean): Pick<Call, 'direct' | 'transfers' | 'keys'> {
  return { direct: pages, transfers: false, keys: !pages };
}

/** Somebody calls by SIP; a call that somebody chose to answer before it came is answered. */
export function offeredBySip(session: RTCSession, sdp: string, callId: string): void {
  const talk = offered(board, session, sdp);
  if (talk && isWanted(callId, Date.now())) {
    // Once JsSIP is through with the INVITE.
    window.setTimeout(() => void board.answer(talk.id, false), 0);
  }
}

/** Somebody calls by /signal. */
export function offeredByPage(call: DirectCall): void {
  const about = { peer: call.name, address: call.user, incoming: true, videoOffered: call.video };
  const talk = board.offered({ ...about, ...ofPages(call.device !== 'sip') }, ofCall(call, null));
  if (!talk) {
    call.busy();
  } else if (isWanted(talk.callId, Date.now())) {
    void board.answer(talk.id, false);
  }
}

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
    if (only || (wishes.value.direct && (await theDirectLine.there(peer)))) {
      const about = { peer, address: peer, incoming: false, ...ofPages(true) };
      await board.begin(about, video, (stream) => theDirectLine.dial(peer, stream, only));
    } else {
      await board.begin({ peer, address: peer, incoming: false }, video, (stream) => {
        const session = theLine.call(peer, stream, config());
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
