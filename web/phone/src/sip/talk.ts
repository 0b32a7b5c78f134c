// A call by SIP: a JsSIP session, turned into the few states of state/calls.
import type { RTCSession } from 'jssip/lib/RTCSession';
import { CallMedia } from '../calls/media';
import type { Make, Talk, TalkEars, Transferred } from '../calls/talk';
import type { Call, Picture } from '../state/calls';
import { Gathering, type Found } from './candidates';
import { callEnd, type Extras } from './jssip';
import { keepDialog, type KeptSip } from './resume';

/** What JsSIP keeps for us beside a session that takes another's place. */
export interface SessionData {
  /** The call on our switchboard whose place it takes (RFC 3891). */
  replaces?: string;
}

/** The talk of a session that exists. */
export function ofSession(session: RTCSession, stream: MediaStream | null): Make {
  return (id, ears) => new SipTalk(id, session, ears, stream);
}

export class SipTalk implements Talk {
  private readonly media: CallMedia;
  private wantsHold = false;
  private wantsOffer = false;
  private wantsRestart = false;
  private restartTimer = 0;
  private restarts = 0;

  constructor(
    readonly id: string,
    readonly session: RTCSession,
    private readonly ears: TalkEars,
    local: MediaStream | null,
  ) {
    this.media = new CallMedia({ changed: (to) => ears.changed(id, to), media: () => ears.media(id) }, local);
    this.follow();
    this.followOthers();
  }

  get remote(): MediaStream {
    return this.media.remote;
  }

  get ownPicture(): MediaStream | null {
    return this.media.ownPicture;
  }

  get connection(): RTCPeerConnection | null {
    return this.session.connection ?? null;
  }

  get over(): boolean {
    return this.session.isEnded();
  }

  answer(stream: MediaStream): void {
    this.media.local = stream;
    this.session.answer({ mediaStream: stream, pcConfig: this.ears.config() });
    this.media.showOwn();
  }

  get callId(): string {
    return (this.session as unknown as { _request?: { call_id?: string } })._request?.call_id ?? '';
  }

  decline(): void {
    this.session.terminate({ status_code: 603, reason_phrase: 'Decline' });
  }

  pass(status: 480 | 486): void {
    const phrase = status === 486 ? 'Busy Here' : 'Temporarily Unavailable';
    this.session.terminate({ status_code: status, reason_phrase: phrase });
  }

  hangUp(): void {
    if (!this.session.isEnded()) {
      this.session.terminate();
    }
  }

  mute(on: boolean): void {
    if (on) {
      this.session.mute({ audio: true });
    } else {
      this.session.unmute({ audio: true });
    }
  }

  hold(on: boolean): void {
    this.wantsHold = on;
    this.settle();
  }

  key(digit: string): void {
    this.session.sendDTMF(digit, { transportType: 'RFC2833' as never, duration: 120 });
  }

  /** By REFER (RFC 3515, RFC 3891). */
  transfer(target: string, instead: Talk | null, tell: (how: Transferred) => void): void {
    const other = instead instanceof SipTalk ? instead.session : null;
    const done = () => {
      tell('done');
      this.hangUp();
      instead?.hangUp();
    };
    const failed = () => tell('failed');
    const to = other ? String((other.remote_identity as { uri: unknown }).uri) : target;
    const eventHandlers = { requestSucceeded: () => tell('trying'), requestFailed: failed, accepted: done, failed };
    const asked = this.session.refer(to, {
      eventHandlers,
      ...(other ? { replaces: seenFromPeer(other) } : {}),
    } as never);
    if ((asked as unknown) === false) {
      failed();
    }
  }

  sendSound(track: MediaStreamTrack | null): Promise<void> {
    return this.media.sendSound(track);
  }

  async show(picture: Picture, stream: MediaStream | null): Promise<void> {
    if (await this.media.show(picture, stream)) {
      this.wantsOffer = true;
      this.settle();
    }
  }

  /** Finds the way of the sound anew: another network, or no way any more (RFC 8445 section 2.4). */
  private restart(): void {
    this.wantsRestart = true;
    this.ears.changed(this.id, { recovering: true });
    this.settle();
  }

  async verify(): Promise<void> {
    const before = await this.media.received();
    await new Promise((then) => window.setTimeout(then, 2000));
    const connected = /connected|completed/.test(this.connection?.iceConnectionState ?? '');
    if (!this.over && this.session.isEstablished() && !(connected && (await this.media.received()) > before)) {
      this.restart();
    }
  }

  began(): void {
    if (this.media.local) {
      this.media.showOwn();
    }
  }

  keep(): KeptSip | null {
    return keepDialog(this.session);
  }

  /** A call of the page before this one goes on. */
  takenAgain(held: boolean): void {
    this.wantsHold = held;
    window.setTimeout(() => this.settle(), 500);
  }

  /** One re-INVITE at a time (RFC 3261 section 14.1): a wish that comes meanwhile waits. */
  private settle(): void {
    const { session } = this;
    if (session.isEnded() || !session.isEstablished()) {
      return;
    }
    const settled = () => this.settle();
    const holds = session.isOnHold().local !== this.wantsHold;
    if (!holds && !this.wantsOffer && !this.wantsRestart) {
      return;
    }
    let begun: boolean;
    if (this.wantsRestart) {
      begun = session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, () => {
        // Where the old way still worked, its state does not change.
        this.ears.changed(this.id, { recovering: !/connected|completed/.test(this.connection?.iceConnectionState ?? '') });
        settled();
      });
      this.wantsRestart = !begun;
    } else if (holds) {
      begun = this.wantsHold ? session.hold({}, settled) : session.unhold({}, settled);
    } else {
      begun = session.renegotiate({}, settled);
    }
    if (begun) {
      this.wantsOffer = false; // each of them carries everything there is
    } else {
      window.setTimeout(settled, 200);
    }
  }

  private follow(): void {
    const { session, id, ears } = this;
    const changed = (to: Partial<Omit<Call, 'id'>>) => ears.changed(id, to);
    const gathering = new Gathering((then, ms) => window.setTimeout(then, ms));
    if (session.connection) {
      this.listen(session.connection);
    } else {
      session.on('peerconnection', (event: { peerconnection: RTCPeerConnection }) =>
        this.listen(event.peerconnection));
    }
    session.on('icecandidate', ((event: Found) => gathering.found(event)) as never);
    session.on('progress', () => {
      if (session.direction === 'outgoing') {
        changed({ stage: 'ringing' });
      }
    });
    session.on('accepted', () => changed({ stage: 'talking', since: Date.now() }));
    session.on('confirmed', () => {
      changed({ stage: 'talking' });
      this.settle();
    });
    session.on('muted', () => changed({ muted: true }));
    session.on('unmuted', () => changed({ muted: false }));
    session.on('hold', (event: { originator: string }) =>
      changed(event.originator === 'local' ? { held: true } : { heldByPeer: true }));
    session.on('unhold', (event: { originator: string }) =>
      changed(event.originator === 'local' ? { held: false } : { heldByPeer: false }));
    const over = (event: { cause: string; message?: unknown }) => {
      clearTimeout(this.restartTimer);
      this.media.close();
      ears.ended(id, callEnd(event));
    };
    session.on('ended', over as never);
    session.on('failed', over as never);
  }

  /** Others want us to talk to others. */
  private followOthers(): void {
    const { id, ears } = this;
    const session = this.session as unknown as Extras;
    session.on('refer', (event) =>
      ears.referred(id, event.request.refer_to.uri.user || event.request.refer_to.uri.host, (then) => {
        const stream = ears.spare();
        event.accept((next) => then(ofSession(next, stream)), { mediaStream: stream, pcConfig: ears.config() });
      }));
    session.on('replaces', (event) =>
      event.accept((next: RTCSession) => {
        (next.data as SessionData).replaces = id;
      }));
  }

  private listen(connection: RTCPeerConnection): void {
    this.media.listen(connection);
    // Before JsSIP's own listener, which would end the call where the way is lost.
    connection.addEventListener('iceconnectionstatechange', (event) => this.way(connection, event), { capture: true });
  }

  private way(connection: RTCPeerConnection, event: Event): void {
    const state = connection.iceConnectionState;
    clearTimeout(this.restartTimer);
    if (state === 'connected' || state === 'completed') {
      this.restarts = 0;
      this.ears.changed(this.id, { recovering: false });
    } else if (state === 'disconnected' && this.session.isEstablished()) {
      this.restartTimer = window.setTimeout(() => this.restart(), 1500);
    } else if (state === 'failed' && this.session.isEstablished() && this.restarts < 5) {
      event.stopImmediatePropagation();
      this.restarts++;
      this.restart();
      // No answer to it may come either, where the WebSocket is gone too.
      this.restartTimer = window.setTimeout(() => this.restart(), 5000);
    }
  }
}

/** The dialog as Replaces names it: the tags of whom it is sent to come first (RFC 3891 section 3). */
function seenFromPeer(session: RTCSession): unknown {
  const own = session as unknown as { _request: unknown; _from_tag: string; _to_tag: string };
  const [theirs, ours] = session.direction === 'outgoing' ? [own._to_tag, own._from_tag] : [own._from_tag, own._to_tag];
  return { _request: own._request, _to_tag: theirs, _from_tag: ours };
}
