// One call: a JsSIP session, turned into the few states of state/calls.
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { Call, Picture } from '../state/calls';
import type { CallEnd } from '../words/failures';
import { Gathering, type Found } from './candidates';
import { callEnd, type Extras } from './jssip';

export interface TalkEars {
  changed(id: string, to: Partial<Omit<Call, 'id'>>): void;
  ended(id: string, end: CallEnd): void;
  media(id: string): void;
  /** The other side wants us to call somebody else. */
  referred(id: string, target: string, accept: (then: (session: RTCSession) => void) => void, refuse: () => void): void;
}

/** How a transfer goes. */
export type Transferred = 'trying' | 'done' | 'failed';

export class Talk {
  /** What the other side sends. */
  readonly remote = new MediaStream();
  /** Our own picture, while we show one. */
  ownPicture: MediaStream | null = null;
  private wantsHold = false;
  private wantsOffer = false;
  private wantsRestart = false;
  private restartTimer = 0;
  private restarts = 0;

  constructor(
    readonly id: string,
    readonly session: RTCSession,
    private readonly ears: TalkEars,
    private local: MediaStream | null,
  ) {
    this.follow();
  }

  get connection(): RTCPeerConnection | null {
    return this.session.connection ?? null;
  }

  get over(): boolean {
    return this.session.isEnded();
  }

  answer(stream: MediaStream, config: RTCConfiguration): void {
    this.local = stream;
    this.session.answer({ mediaStream: stream, pcConfig: config });
    this.showOwn(stream);
  }

  /** The person does not want the call, on no phone. */
  /** Its Call-ID. */
  get callId(): string {
    return (this.session as unknown as { _request?: { call_id?: string } })._request?.call_id ?? '';
  }

  decline(): void {
    this.session.terminate({ status_code: 603, reason_phrase: 'Decline' });
  }

  /** This phone can't take the call, others of the same person may. */
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

  /** Sends the other side to `target`, or to the other side of `instead` (RFC 3515, RFC 3891). */
  transfer(target: string, instead: Talk | null, tell: (how: Transferred) => void): void {
    const done = () => {
      tell('done');
      this.hangUp();
      instead?.hangUp();
    };
    const failed = () => tell('failed');
    const to = instead ? String((instead.session.remote_identity as { uri: unknown }).uri) : target;
    const eventHandlers = { requestSucceeded: () => tell('trying'), requestFailed: failed, accepted: done, failed };
    const asked = this.session.refer(to, {
      eventHandlers,
      ...(instead ? { replaces: seenFromPeer(instead.session) } : {}),
    } as never);
    if ((asked as unknown) === false) {
      failed();
    }
  }

  /** The sound we send from now on: another microphone, or what the mixer makes. */
  async sendSound(track: MediaStreamTrack | null): Promise<void> {
    const sender = this.sender('audio');
    if (!sender || !track) {
      return;
    }
    track.enabled = sender.track?.enabled ?? true; // muted stays muted
    const before = sender.track;
    await sender.replaceTrack(track);
    if (before && this.local?.getAudioTracks().includes(before)) {
      this.local.removeTrack(before);
      before.stop();
    }
    this.local?.addTrack(track);
  }

  /** Shows the camera or the screen, or nothing more. */
  async show(picture: Picture, stream: MediaStream | null): Promise<void> {
    const track = stream?.getVideoTracks()[0] ?? null;
    const sender = this.sender('video');
    const before = this.ownPicture;
    const transceiver = this.connection?.getTransceivers().find((each) => each.sender === sender);
    const sends = transceiver?.direction === 'sendrecv' || transceiver?.direction === 'sendonly';
    if (track && sender && transceiver) {
      await sender.replaceTrack(track);
      if (!sends) {
        transceiver.direction = 'sendrecv';
        this.offer();
      }
    } else if (track && this.connection) {
      this.connection.addTrack(track, stream ?? new MediaStream([track]));
      this.offer();
    } else if (sender && transceiver) {
      await sender.replaceTrack(null);
      transceiver.direction = 'recvonly';
      this.offer();
    }
    before?.getTracks().filter((each) => each !== track).forEach((each) => each.stop());
    this.ownPicture = track ? new MediaStream([track]) : null;
    this.ears.changed(this.id, { picture: track ? picture : 'off' });
    this.ears.media(this.id);
  }

  /** Finds the way of the sound anew: another network, or no way any more (RFC 8445 section 2.4). */
  restart(): void {
    this.wantsRestart = true;
    this.ears.changed(this.id, { recovering: true });
    this.settle();
  }

  /** The network may have changed: looks whether sound still comes, and restarts if not. */
  async verify(): Promise<void> {
    const before = await this.received();
    await new Promise((then) => window.setTimeout(then, 2000));
    const connected = /connected|completed/.test(this.connection?.iceConnectionState ?? '');
    if (!this.over && this.session.isEstablished() && !(connected && (await this.received()) > before)) {
      this.restart();
    }
  }

  /** Packets of any kind that came on the path in use, checks and RTCP too. */
  private async received(): Promise<number> {
    let packets = 0;
    for (const [, entry] of ((await this.connection?.getStats()) ?? []) as Iterable<[string, { type: string; packetsReceived?: number }]>) {
      packets += entry.type === 'transport' ? (entry.packetsReceived ?? 0) : 0;
    }
    return packets;
  }

  /** What was opened for this call alone ends with it. */
  close(): void {
    clearTimeout(this.restartTimer);
    this.local?.getTracks().forEach((track) => track.stop());
    this.ownPicture?.getTracks().forEach((track) => track.stop());
    this.local = null;
    this.ownPicture = null;
  }

  private sender(kind: 'audio' | 'video'): RTCRtpSender | undefined {
    const all = this.connection?.getTransceivers() ?? [];
    return all.find((each) => each.receiver.track.kind === kind && each.direction !== 'stopped')?.sender;
  }

  private offer(): void {
    this.wantsOffer = true;
    this.settle();
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
    (session as unknown as Extras).on('refer', (event) =>
      ears.referred(
        id,
        event.request.refer_to.uri.user || event.request.refer_to.uri.host,
        (then) => event.accept(then, this.referredOptions()),
        () => event.reject(),
      ));
    (session as unknown as Extras).on('replaces', (event) =>
      event.accept((next: RTCSession) => {
        (next.data as { replaces?: string }).replaces = id;
      }));
    const over = (event: { cause: string; message?: unknown }) => {
      this.close();
      ears.ended(id, callEnd(event));
    };
    session.on('ended', over as never);
    session.on('failed', over as never);
  }

  /** The session that a REFER makes gets sound from whoever adopts it; set just before. */
  referredOptions: () => Record<string, unknown> = () => ({});

  private listen(connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      const { track } = event;
      for (const old of this.remote.getTracks()) {
        if (old.kind === track.kind) {
          this.remote.removeTrack(old);
        }
      }
      this.remote.addTrack(track);
      if (track.kind === 'video') {
        const seen = () => {
          const receives = event.transceiver.currentDirection !== 'inactive' && event.transceiver.currentDirection !== 'sendonly';
          this.ears.changed(this.id, { theirPicture: receives && !track.muted && track.readyState === 'live' });
          this.ears.media(this.id);
        };
        for (const name of ['mute', 'unmute', 'ended']) {
          track.addEventListener(name, seen);
        }
        connection.addEventListener('signalingstatechange', seen);
      }
      this.ears.media(this.id);
    });
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

  private showOwn(stream: MediaStream): void {
    const track = stream.getVideoTracks()[0];
    this.ownPicture = track ? new MediaStream([track]) : null;
    if (track) {
      this.ears.changed(this.id, { picture: 'camera' });
    }
    this.ears.media(this.id);
  }

  /** A call of the page before this one goes on. */
  takenAgain(held: boolean): void {
    this.wantsHold = held;
    window.setTimeout(() => this.settle(), 500);
  }

  /** Our own picture of a call that we began with one. */
  began(): void {
    if (this.local) {
      this.showOwn(this.local);
    }
  }
}

/** The dialog as Replaces names it: the tags of whom it is sent to come first (RFC 3891 section 3). */
function seenFromPeer(session: RTCSession): unknown {
  const own = session as unknown as { _request: unknown; _from_tag: string; _to_tag: string };
  const [theirs, ours] = session.direction === 'outgoing' ? [own._to_tag, own._from_tag] : [own._from_tag, own._to_tag];
  return { _request: own._request, _to_tag: theirs, _from_tag: ours };
}
