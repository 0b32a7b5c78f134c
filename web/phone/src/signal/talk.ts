// A call from page to page, by /signal: the client library's call, turned into the few states of
// state/calls. Media goes from browser to browser, unless a SIP phone answers.
import type { Call as SignalCall } from '../../../signal/src/index';
import { CallMedia } from '../calls/media';
import type { KeptTalk, Make, Talk, TalkEars } from '../calls/talk';
import type { Picture } from '../state/calls';
import { directEnd } from './endings';
import { Reports } from './report';

/** What a later page needs to go on with a call of this kind. */
export interface KeptDirect extends KeptTalk {
  readonly way: 'direct';
  readonly id: string;
  readonly user: string;
  readonly outgoing: boolean;
  readonly video: boolean;
  readonly name: string;
  readonly device: string;
}

/** How the node calls who is no page. */
const SIP = 'sip';

/** The talk of a call that exists. */
export function ofCall(call: SignalCall, stream: MediaStream | null): Make {
  return (id, ears) => new DirectTalk(id, call, ears, stream);
}

export class DirectTalk implements Talk {
  private readonly media: CallMedia;
  private readonly reports = new Reports((quality) => this.call.report({ ...quality }));
  private held = false;
  private muted = false;

  constructor(
    readonly id: string,
    private readonly call: SignalCall,
    private readonly ears: TalkEars,
    local: MediaStream | null,
  ) {
    this.media = new CallMedia({ changed: (to) => ears.changed(id, to), media: () => ears.media(id) }, local);
    this.follow();
  }

  get callId(): string {
    return `signal:${this.call.id}`; // as the server's records and push messages name it
  }

  get remote(): MediaStream {
    return this.media.remote;
  }

  get ownPicture(): MediaStream | null {
    return this.media.ownPicture;
  }

  get connection(): RTCPeerConnection | null {
    return this.media.connection;
  }

  get over(): boolean {
    return this.call.state === 'ended';
  }

  answer(stream: MediaStream): void {
    this.media.local = stream;
    void this.call.answer({ stream, video: this.call.video });
    this.media.showOwn();
  }

  decline(): void {
    this.call.reject();
  }

  pass(): void {
    this.call.busy();
  }

  hangUp(): void {
    this.reports.last();
    this.call.end();
  }

  mute(on: boolean): void {
    this.muted = on;
    this.media.mute(on);
    this.ears.changed(this.id, { muted: on });
  }

  hold(on: boolean): void {
    if (this.held !== on && this.call.answered) {
      this.held = on;
      this.call.hold(on);
      this.ears.changed(this.id, { held: on });
    }
  }

  /** Keys are for machines, which are reached by SIP (RFC 4733). */
  key(digit: string): void {
    this.media.sender('audio')?.dtmf?.insertDTMF(digit, 120);
  }

  sendSound(track: MediaStreamTrack | null): Promise<void> {
    return this.media.sendSound(track);
  }

  /** What has to be negotiated for it, the connection says by itself. */
  async show(picture: Picture, stream: MediaStream | null): Promise<void> {
    await this.media.show(picture, stream);
  }

  /** The client library sees the network change by itself. */
  verify(): Promise<void> {
    return Promise.resolve();
  }

  began(): void {
    this.media.showOwn();
  }

  keep(): KeptDirect | null {
    const { id, user, outgoing, video, name, device, answered } = this.call;
    return answered && !this.over
      ? { way: 'direct', id, user, outgoing, video, name, device, held: this.held, muted: this.muted }
      : null;
  }

  /** A call of the page before this one goes on as it was. */
  takenAgain(held: boolean, muted: boolean): void {
    if (muted) {
      this.mute(true);
    }
    this.held = false;
    this.hold(held);
  }

  /** There is nobody here who could send the other side elsewhere: the call is theirs and ours. */
  transfer(): void {
    throw new Error('a call from page to page is not transferred');
  }

  private follow(): void {
    const { call, id, ears } = this;
    if (call.peer) {
      this.listen(call.peer.pc);
    }
    call.on('connection', (connection) => this.listen(connection));
    call.on('state', (state) => {
      if (state === 'ringing') {
        ears.changed(id, { stage: 'ringing' });
      } else if (state === 'connecting') {
        this.talks();
      }
    });
    call.on('held', (held) => ears.changed(id, { heldByPeer: held }));
    call.on('ended', (reason) => {
      this.reports.end();
      this.media.close();
      ears.ended(id, directEnd(reason, call.outgoing));
    });
  }

  private talks(): void {
    const machine = this.call.device === SIP;
    this.reported();
    this.ears.changed(this.id, { stage: 'talking', since: Date.now(), direct: !machine, keys: machine });
  }

  /** What passes the node, the node itself sees. */
  private reported(): void {
    if (this.connection && this.call.device !== SIP) {
      this.reports.begin(this.connection);
    }
  }

  private listen(connection: RTCPeerConnection): void {
    this.media.listen(connection);
    if (this.call.answered || !this.call.outgoing) {
      this.reported();
    }
    connection.addEventListener('connectionstatechange', () => {
      const state = connection.connectionState;
      if (connection === this.connection && this.call.answered) {
        this.ears.changed(this.id, { recovering: state === 'disconnected' || state === 'failed' });
        if (state === 'connected' && this.muted) {
          this.media.mute(true);
        }
      }
    });
  }
}
