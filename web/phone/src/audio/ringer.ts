// Ring and ringback, made of oscillators: no sound files to load, nothing to license.

/** Plays one cadence at a time. */
export class Ringer {
  private context: AudioContext | null = null;
  private timer = 0;
  private cadence = '';

  /** Where the ringing is heard; empty for the system's choice. */
  private sink = '';

  /** Somebody calls us; softly where we talk. */
  ring(softly: boolean): void {
    this.repeat([660, 880], softly ? 0.03 : 0.12, softly ? 200 : 450, softly ? 4000 : 2500);
    navigator.vibrate?.([300, 200, 300]);
  }

  /** Rings on another loudspeaker from now on. */
  async on(deviceId: string): Promise<void> {
    this.sink = deviceId;
    await this.route();
  }

  private async route(): Promise<void> {
    const context = this.context as (AudioContext & { setSinkId?: (id: string) => Promise<void> }) | null;
    await context?.setSinkId?.(this.sink).catch(() => undefined);
  }

  /** We call, and it rings at the other side. */
  ringback(): void {
    this.repeat([425], 0.06, 1000, 4000);
  }

  /** A short sound, to hear where it comes from. */
  test(): void {
    this.beep([523, 659], 0.12, 600);
  }

  /** One key of the pad (ITU-T Q.23). */
  key(digit: string): void {
    const tones = KEYS[digit];
    if (tones) {
      this.beep(tones, 0.08, 120);
    }
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
  }

  private repeat(tones: number[], volume: number, forMs: number, everyMs: number): void {
    const cadence = `${tones} ${forMs} ${everyMs}`;
    if (this.timer && cadence === this.cadence) {
      return;
    }
    this.stop();
    this.cadence = cadence;
    this.beep(tones, volume, forMs);
    this.timer = window.setInterval(() => this.beep(tones, volume, forMs), everyMs);
  }

  private beep(tones: number[], volume: number, forMs: number): void {
    if (!this.context) {
      this.context = new AudioContext();
      void this.route();
    }
    const { context } = this;
    void context.resume().catch(() => undefined); // before the first click the browser keeps it silent
    const gain = context.createGain();
    const end = context.currentTime + forMs / 1000;
    gain.gain.setValueAtTime(volume, context.currentTime);
    gain.gain.setTargetAtTime(0, end - 0.03, 0.01);
    gain.connect(context.destination);
    for (const frequency of tones) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start();
      tone.stop(end + 0.05);
    }
  }
}

const KEYS: Record<string, [number, number]> = {
  1: [697, 1209], 2: [697, 1336], 3: [697, 1477],
  4: [770, 1209], 5: [770, 1336], 6: [770, 1477],
  7: [852, 1209], 8: [852, 1336], 9: [852, 1477],
  '*': [941, 1209], 0: [941, 1336], '#': [941, 1477],
};
