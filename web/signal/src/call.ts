import { Emitter } from './emitter.js';
import { Holding } from './holding.js';
import { Peer } from './peer.js';
import type { MediaWish, Message, Surroundings } from './surroundings.js';

export type CallState = 'calling' | 'queued' | 'ringing' | 'incoming' | 'connecting' | 'connected' | 'ended';

export interface CallEvents {
  state: CallState;
  /** Sound and pictures of the other side. */
  remote: MediaStream;
  /** Our own. */
  local: MediaStream;
  /** Why it is over: `ended`, `rejected`, `busy`, `timeout`, `offline`, `unknown`, `cancelled`, `answered` (elsewhere), `lost`, `failed`. */
  ended: string;
  channel: RTCDataChannel;
  /** The connection that carries it, the first or another in its place. */
  connection: RTCPeerConnection;
  /** The other side has begun to hold the call, or goes on. */
  held: boolean;
}

/** What a call is, whatever becomes of it. */
export interface CallFacts {
  id: string;
  /** The user at the other side. */
  user: string;
  outgoing: boolean;
  video: boolean;
  /** What the other side wants to be called. */
  name: string;
  /** The device at the other side, once there is one; `sip` where it is no page. */
  device?: string;
}

/** The device of a call: it keeps its calls by their names. */
export interface CallHome extends Surroundings {
  /** The call is over. */
  forget(call: Call): void;
  /** The call goes on as another one. */
  rename(call: Call, id: string): void;
}

/** A call to or from another user. */
export class Call extends Emitter<CallEvents> {
  state: CallState;
  local: MediaStream | undefined;
  peer: Peer | undefined;
  answered = false;
  /** The call that this one gives way to: both called at once. */
  gaveWayTo: string | undefined;
  id: string;
  readonly user: string;
  outgoing: boolean;
  video: boolean;
  readonly name: string;
  /** The device at the other side; `sip` where it is no page, empty before anybody has answered. */
  device: string;
  private readonly early: (RTCIceCandidateInit | null)[] = [];
  private wish: MediaWish = {};
  private own = false;
  private screen: MediaStreamTrack | undefined;
  private servers: RTCIceServer[] = [];
  private readonly holding: Holding;
  /** The next offer is of a connection that the other side knows nothing of. */
  private fresh = false;

  constructor(
    private readonly signal: CallHome,
    { id, user, outgoing, video, name, device = '' }: CallFacts,
    private offered?: RTCSessionDescriptionInit,
  ) {
    super();
    this.id = id;
    this.user = user;
    this.outgoing = outgoing;
    this.video = video;
    this.name = name;
    this.device = device;
    this.state = outgoing ? 'calling' : 'incoming';
    this.holding = new Holding((held) => this.emit('held', held));
  }

  private become(state: CallState): void {
    if (this.state !== state && this.state !== 'ended') {
      this.state = state;
      this.emit('state', state);
    }
  }

  private send(type: string, more: Message = {}): void {
    this.signal.send({ type, toId: this.user, callId: this.id, ...more });
  }

  /** Offers the call; `Signal.call` does this. */
  async begin(wish: MediaWish): Promise<void> {
    this.wish = wish;
    const [stream, servers] = await Promise.all([this.capture(wish), this.signal.iceServers()]);
    if (this.ended()) {
      this.release();
      return;
    }
    this.servers = servers;
    this.connect(stream);
  }

  /** Goes on with a call that was answered before this page; `Signal.resume` does this. */
  async again(wish: MediaWish): Promise<void> {
    this.answered = true;
    this.fresh = true;
    this.become('connecting');
    await this.begin(wish);
    if (!this.outgoing) {
      this.addTracks(this.local);
    }
    if (this.peer) {
      this.holding.moved(this.peer.pc);
    }
  }

  private async capture(wish: MediaWish): Promise<MediaStream | undefined> {
    this.own = !wish.stream;
    const audio = wish.audio ?? true;
    const video = wish.video ?? false;
    this.local = wish.stream ?? (audio || video ? await this.signal.capture({ audio, video }) : undefined);
    if (this.local) {
      this.emit('local', this.local);
    }
    return this.local;
  }

  private connect(stream: MediaStream | undefined, offers = this.outgoing): Peer {
    const peer = new Peer(
      this.signal.connection({ iceServers: this.servers }),
      !this.outgoing,
      this.signal.newStream,
    );
    this.peer = peer;
    this.emit('connection', peer.pc);
    peer.on('description', (description) => this.describe(description));
    peer.on('candidate', (candidate) =>
      this.send('ice-candidate', { candidate: candidate ?? { candidate: '', sdpMLineIndex: 0, sdpMid: '0' } }),
    );
    peer.on('remote', (remote) => this.emit('remote', remote));
    peer.on('channel', (channel) => this.emit('channel', channel));
    peer.on('state', (state) => {
      if (state === 'connected') {
        this.become('connected');
      }
    });
    if (offers) {
      this.wish.prepare?.(peer.pc);
      this.addTracks(stream);
    }
    return peer;
  }

  private addTracks(stream: MediaStream | undefined): void {
    stream?.getTracks().forEach((track) => this.peer?.pc.addTrack(track, stream));
  }

  private describe(description: RTCSessionDescriptionInit): void {
    const type = description.type;
    if (!this.answered && type === 'offer') {
      this.send('call-offer', {
        offer: description,
        callType: this.video ? 'video' : 'audio',
        fromUsername: this.signal.name,
        ...(this.wish.direct ? { direct: true } : {}),
      });
    } else if (!this.answered) {
      this.answered = true;
      this.send('call-answer', { answer: description });
    } else if (type === 'offer') {
      this.send('call-renegotiate', { offer: description, ...(this.fresh ? { fresh: true } : {}) });
      this.fresh = false;
    } else {
      this.send('call-renegotiate-answer', { answer: description });
    }
  }

  /** Takes an incoming call. */
  async answer(wish: MediaWish = { audio: true, video: this.video }): Promise<void> {
    const offer = this.offered;
    if (!offer || this.answered || this.ended()) {
      return;
    }
    this.become('connecting');
    this.wish = wish;
    const [stream, servers] = await Promise.all([
      this.local ?? this.capture(wish),
      this.signal.iceServers(),
    ]);
    if (this.ended()) {
      this.release();
      return;
    }
    this.servers = servers;
    const peer = this.connect(stream);
    await peer.description(offer);
    this.addTracks(stream);
    for (const candidate of this.early.splice(0)) {
      await peer.candidate(candidate);
    }
    await peer.answer();
  }

  /** Says no, on all of our user's devices. */
  reject(): void {
    this.send('call-reject');
    this.over('rejected');
  }

  /** Says that this device is busy. */
  busy(): void {
    this.send('call-busy');
    this.over('busy');
  }

  /** Hangs up, or gives up a call that nobody has taken. */
  end(): void {
    if (this.ended()) {
      return;
    }
    if (this.state === 'incoming') {
      this.reject();
      return;
    }
    this.send(this.answered || !this.outgoing ? 'call-end' : 'call-cancel');
    this.over('ended');
  }

  /** Sends nothing and asks for nothing, or goes on. */
  hold(on: boolean): void {
    this.holding.hold(this.peer?.pc, on);
  }

  /** Silences our microphone, or hides our camera. */
  mute(kind: 'audio' | 'video', on: boolean): void {
    this.local?.getTracks().forEach((track) => {
      if (track.kind === kind) {
        track.enabled = !on;
      }
    });
  }

  /** Adds pictures to a call of voices: the call is negotiated anew. */
  async addVideo(constraints: boolean | MediaTrackConstraints = true): Promise<void> {
    const more = await this.signal.capture({ audio: false, video: constraints });
    const track = more.getVideoTracks()[0];
    if (track && this.peer && this.local) {
      this.local.addTrack(track);
      this.peer.pc.addTrack(track, this.local);
      this.video = true;
      this.emit('local', this.local);
    }
  }

  /** Shows the screen in the camera's place, or beside sound alone; ends when the person ends it. */
  async shareScreen(): Promise<void> {
    const pc = this.peer?.pc;
    const shown = await navigator.mediaDevices.getDisplayMedia({ video: true });
    const track = shown.getVideoTracks()[0];
    if (!pc || !track) {
      return;
    }
    const sender = pc.getSenders().find((each) => each.track?.kind === 'video');
    const camera = sender?.track ?? null;
    this.screen = track;
    const added = sender ?? pc.addTrack(track, shown);
    if (sender) {
      await sender.replaceTrack(track);
    }
    track.onended = () => {
      this.screen = undefined;
      if (sender) {
        void sender.replaceTrack(camera);
      } else if (!this.ended()) {
        pc.removeTrack(added);
      }
    };
  }

  /** Tells the node how the media of an answered call is: for whoever has to explain it. */
  report(quality: Message): void {
    if (this.answered && !this.ended()) {
      this.send('call-quality', { quality });
    }
  }

  /** Looks for new ways through the network. */
  restart(): void {
    this.peer?.restart();
  }

  private ended(): boolean {
    return this.state === 'ended';
  }

  private release(): void {
    this.peer?.close();
    this.screen?.stop();
    if (this.own) {
      this.local?.getTracks().forEach((track) => track.stop());
    }
  }

  /** It is over; `Signal` and this class say so. */
  over(reason: string): void {
    if (this.ended()) {
      return;
    }
    this.release();
    this.become('ended');
    this.emit('ended', reason);
    this.signal.forget(this);
  }

  /** The other side called us while we called it, and its call stays: this call becomes that. */
  async adopt(message: Message): Promise<void> {
    this.peer?.close();
    this.peer = undefined;
    this.signal.rename(this, String(message['callId']));
    this.outgoing = false;
    this.gaveWayTo = undefined;
    this.offered = message['offer'] as RTCSessionDescriptionInit;
    this.early.length = 0;
    await this.answer({ ...this.wish, ...(this.local ? { stream: this.local } : {}) });
  }

  /** A message of this call from the node. */
  async receive(message: Message): Promise<void> {
    switch (message['type']) {
      case 'call-queued':
        return this.become('queued');
      case 'call-ringing':
        return this.answered ? undefined : this.become('ringing');
      case 'call-answer':
        this.answered = true;
        this.device = String(message['fromDevice'] ?? '');
        this.become('connecting');
        await this.peer?.description(message['answer'] as RTCSessionDescriptionInit);
        return undefined;
      case 'call-renegotiate':
        return this.renegotiate(message['offer'] as RTCSessionDescriptionInit, message['fresh'] === true);
      case 'call-renegotiate-answer': {
        const answer = message['answer'] as RTCSessionDescriptionInit;
        await this.peer?.description(answer);
        return this.holding.heard(answer);
      }
      case 'ice-candidate':
        return this.candidates(message);
      case 'call-reject':
        return this.over('rejected');
      case 'call-busy':
        return this.over(message['reason'] === 'do-not-disturb' ? 'do-not-disturb' : 'busy');
      case 'call-cancel':
        return this.over('cancelled');
      case 'call-timeout':
        return this.over('timeout');
      case 'call-end':
      case 'call-taken':
      case 'call-unavailable':
        return this.over(String(message['reason'] ?? 'ended'));
      default:
        return undefined;
    }
  }

  private async renegotiate(offer: RTCSessionDescriptionInit, fresh: boolean): Promise<void> {
    const before = this.peer;
    if (!before) {
      return;
    }
    if (!fresh) {
      const taken = await before.description(offer);
      await before.answer();
      return taken ? this.holding.heard(offer) : undefined;
    }
    // The other side's page is another now: so is the connection, with the tracks of the old one.
    const tracks = before.pc.getSenders().flatMap(({ track }) => (track ? [track] : []));
    before.close();
    const peer = this.connect(undefined, false);
    await peer.description(offer);
    tracks.forEach((track) => (this.local ? peer.pc.addTrack(track, this.local) : peer.pc.addTrack(track)));
    this.holding.moved(peer.pc);
    await peer.answer();
    this.holding.heard(offer);
  }

  private async candidates(message: Message): Promise<void> {
    const several = Array.isArray(message['candidates']) ? message['candidates'] : [message['candidate']];
    for (const each of several) {
      const candidate = typeof each === 'string' ? { candidate: each, sdpMLineIndex: 0 } : (each as RTCIceCandidateInit | null);
      if (this.peer) {
        await this.peer.candidate(candidate);
      } else {
        this.early.push(candidate);
      }
    }
  }
}
