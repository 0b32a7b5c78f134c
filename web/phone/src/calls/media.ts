// The sound and the pictures of one call: what every kind of call does with its connection.
import type { Call, Picture } from '../state/calls';

export interface MediaEars {
  changed(to: Partial<Omit<Call, 'id'>>): void;
  /** A stream has other tracks. */
  media(): void;
}

export class CallMedia {
  /** What the other side sends. */
  readonly remote = new MediaStream();
  /** Our own picture, while we show one. */
  ownPicture: MediaStream | null = null;
  connection: RTCPeerConnection | null = null;

  constructor(
    private readonly ears: MediaEars,
    public local: MediaStream | null,
  ) {}

  /** Takes what comes by this connection, in the place of any before it. */
  listen(connection: RTCPeerConnection): void {
    this.connection = connection;
    connection.addEventListener('track', (event) => {
      if (this.connection !== connection) {
        return;
      }
      const { track } = event;
      for (const old of this.remote.getTracks()) {
        if (old.kind === track.kind) {
          this.remote.removeTrack(old);
        }
      }
      this.remote.addTrack(track);
      if (track.kind === 'video') {
        this.watch(connection, event.transceiver);
      }
      this.ears.media();
    });
  }

  private watch(connection: RTCPeerConnection, transceiver: RTCRtpTransceiver): void {
    const { track } = transceiver.receiver;
    const seen = () => {
      if (this.connection === connection) {
        const receives = transceiver.currentDirection !== 'inactive' && transceiver.currentDirection !== 'sendonly';
        this.ears.changed({ theirPicture: receives && !track.muted && track.readyState === 'live' });
        this.ears.media();
      }
    };
    for (const name of ['mute', 'unmute', 'ended']) {
      track.addEventListener(name, seen);
    }
    connection.addEventListener('signalingstatechange', seen);
  }

  /** The microphone that we send, or nothing of it. */
  mute(on: boolean): void {
    const track = this.sender('audio')?.track;
    if (track) {
      track.enabled = !on;
    }
  }

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

  /** Shows the camera or the screen, or nothing more; true where that has to be negotiated. */
  async show(picture: Picture, stream: MediaStream | null): Promise<boolean> {
    const track = stream?.getVideoTracks()[0] ?? null;
    const before = this.ownPicture;
    const negotiates = await this.send(track, stream);
    before?.getTracks().filter((each) => each !== track).forEach((each) => each.stop());
    this.ownPicture = track ? new MediaStream([track]) : null;
    this.ears.changed({ picture: track ? picture : 'off' });
    this.ears.media();
    return negotiates;
  }

  private async send(track: MediaStreamTrack | null, stream: MediaStream | null): Promise<boolean> {
    const sender = this.sender('video');
    const transceiver = this.connection?.getTransceivers().find((each) => each.sender === sender);
    const sends = transceiver?.direction === 'sendrecv' || transceiver?.direction === 'sendonly';
    if (sender && transceiver) {
      await sender.replaceTrack(track);
      if (track ? !sends : true) {
        transceiver.direction = track ? 'sendrecv' : 'recvonly';
        return true;
      }
    } else if (track && this.connection) {
      this.connection.addTrack(track, stream ?? new MediaStream([track]));
      return true;
    }
    return false;
  }

  /** The picture of a call that was begun or taken with one. */
  showOwn(): void {
    const track = this.local?.getVideoTracks()[0];
    this.ownPicture = track ? new MediaStream([track]) : null;
    if (track) {
      this.ears.changed({ picture: 'camera' });
    }
    this.ears.media();
  }

  /** Packets of any kind that came on the path in use, checks and RTCP too. */
  async received(): Promise<number> {
    let packets = 0;
    for (const [, entry] of ((await this.connection?.getStats()) ?? []) as Iterable<[string, { type: string; packetsReceived?: number }]>) {
      packets += entry.type === 'transport' ? (entry.packetsReceived ?? 0) : 0;
    }
    return packets;
  }

  /** What was opened for this call alone ends with it. */
  close(): void {
    this.local?.getTracks().forEach((track) => track.stop());
    this.ownPicture?.getTracks().forEach((track) => track.stop());
    this.local = null;
    this.ownPicture = null;
  }

  sender(kind: 'audio' | 'video'): RTCRtpSender | undefined {
    const all = this.connection?.getTransceivers() ?? [];
    return all.find((each) => each.receiver.track.kind === kind && each.direction !== 'stopped')?.sender;
  }
}
