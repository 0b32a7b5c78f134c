// The three-way call, mixed in the page: each of the others hears us and the other one.

interface Leg {
  readonly source: MediaStreamAudioSourceNode;
  readonly out: MediaStreamAudioDestinationNode;
}

export class Mixer {
  private readonly context = new AudioContext({ latencyHint: 'interactive' });
  private readonly voice = this.context.createGain();
  private readonly legs = new Map<string, Leg>();
  private microphone: MediaStreamAudioSourceNode | null = null;

  constructor(microphone: MediaStream) {
    void this.context.resume();
    this.hear(microphone);
  }

  /** Another microphone from now on. */
  hear(microphone: MediaStream): void {
    this.microphone?.disconnect();
    this.microphone = this.context.createMediaStreamSource(microphone);
    this.microphone.connect(this.voice);
  }

  /** Takes in who sends `remote`; what comes back is to be sent to them. */
  join(id: string, remote: MediaStream): MediaStreamTrack | null {
    this.leave(id);
    const source = this.context.createMediaStreamSource(new MediaStream(remote.getAudioTracks()));
    const out = this.context.createMediaStreamDestination();
    this.voice.connect(out);
    for (const other of this.legs.values()) {
      other.source.connect(out);
      source.connect(other.out);
    }
    this.legs.set(id, { source, out });
    return out.stream.getAudioTracks()[0] ?? null;
  }

  leave(id: string): void {
    const leg = this.legs.get(id);
    if (leg) {
      this.legs.delete(id);
      leg.source.disconnect();
      this.voice.disconnect(leg.out);
      for (const other of this.legs.values()) {
        other.source.disconnect(leg.out);
      }
    }
  }

  has(id: string): boolean {
    return this.legs.has(id);
  }

  get size(): number {
    return this.legs.size;
  }

  /** The others still hear each other. */
  mute(on: boolean): void {
    this.voice.gain.value = on ? 0 : 1;
  }

  close(): void {
    void this.context.close();
    this.legs.clear();
  }
}
