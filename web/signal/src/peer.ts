// One RTCPeerConnection and how it is negotiated: perfect negotiation
// (https://www.w3.org/TR/webrtc/#perfect-negotiation-example), candidates that wait for their
// description, and a restart of ICE when the network has changed.
import { Emitter } from './emitter.js';

export interface PeerEvents {
  /** A description to bring to the other side. */
  description: RTCSessionDescriptionInit;
  /** A candidate to bring there; null is the end of them. */
  candidate: RTCIceCandidateInit | null;
  /** What comes from the other side. */
  remote: MediaStream;
  state: RTCPeerConnectionState;
  channel: RTCDataChannel;
}

/** How long a broken path may take to heal by itself. */
const PATIENCE_MS = 3_000;

export class Peer extends Emitter<PeerEvents> {
  readonly remote: MediaStream;
  private readonly waiting: (RTCIceCandidateInit | null)[] = [];
  private makingOffer = false;
  private ignoring = false;
  private healing: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  /** True once the first offer is answered. */
  private settled = false;

  /** @param polite whether the other side's offer comes first when two cross */
  constructor(
    readonly pc: RTCPeerConnection,
    private polite: boolean,
    newStream: () => MediaStream = () => new MediaStream(),
  ) {
    super();
    this.remote = newStream();
    pc.onnegotiationneeded = () => void this.offer();
    pc.onicecandidate = ({ candidate }) => this.emit('candidate', candidate ? candidate.toJSON() : null);
    pc.ondatachannel = ({ channel }) => this.emit('channel', channel);
    pc.ontrack = ({ track }) => {
      this.remote.addTrack(track);
      this.emit('remote', this.remote);
    };
    pc.onconnectionstatechange = () => {
      this.watch();
      this.emit('state', pc.connectionState);
    };
  }

  private async offer(): Promise<void> {
    if (this.closed || (!this.settled && this.pc.remoteDescription)) {
      return; // the first answer brings what was added
    }
    try {
      this.makingOffer = true;
      await this.pc.setLocalDescription();
      if (this.pc.localDescription) {
        this.emit('description', this.pc.localDescription.toJSON());
      }
    } catch (broken) {
      if (!this.closed) {
        throw broken;
      }
    } finally {
      this.makingOffer = false;
    }
  }

  /** The other side's description; false where it is of no use. An offer is answered, unless ours
   * crosses it and comes first. */
  async description(description: RTCSessionDescriptionInit): Promise<boolean> {
    const offered = description.type === 'offer';
    const crossing = offered && (this.makingOffer || this.pc.signalingState !== 'stable');
    this.ignoring = !this.polite && crossing;
    if (this.ignoring || this.closed) {
      return false;
    }
    if (!offered && this.pc.signalingState !== 'have-local-offer') {
      return false; // the answer to an offer that was rolled back
    }
    await this.pc.setRemoteDescription(description);
    await this.addWaiting();
    if (!offered) {
      this.settled = true;
    }
    return true;
  }

  /** Answers the offer that `description` took. */
  async answer(): Promise<void> {
    if (this.pc.signalingState !== 'have-remote-offer') {
      return;
    }
    this.settled = true; // what does not fit into the answer is offered behind it
    await this.pc.setLocalDescription();
    if (this.pc.localDescription) {
      this.emit('description', this.pc.localDescription.toJSON());
    }
  }

  /** The other side's candidate: empty or null is the end. May come before the description. */
  async candidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (!this.pc.remoteDescription) {
      this.waiting.push(candidate);
      return;
    }
    try {
      if (candidate?.candidate) {
        await this.pc.addIceCandidate(candidate);
      }
    } catch (broken) {
      // One of a description that is gone, or of a kind this browser does not know: others do.
      if (!this.ignoring && !this.closed) {
        console.debug('a candidate that is of no use', broken);
      }
    }
  }

  private async addWaiting(): Promise<void> {
    for (const candidate of this.waiting.splice(0)) {
      await this.candidate(candidate);
    }
  }

  /** Looks for new ways: after the network has changed. */
  restart(): void {
    if (!this.closed && this.settled) {
      this.pc.restartIce();
    }
  }

  private watch(): void {
    clearTimeout(this.healing);
    if (this.pc.connectionState === 'failed') {
      this.restart();
    } else if (this.pc.connectionState === 'disconnected') {
      this.healing = setTimeout(() => this.restart(), PATIENCE_MS);
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.healing);
    this.pc.onnegotiationneeded = null;
    this.pc.onicecandidate = null;
    this.pc.ontrack = null;
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }
}
