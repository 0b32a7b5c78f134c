// Ring and ringback, made of oscillators: no sound files to load, nothing to license.

/** Plays one cadence at a time. */
export class Ringer {
  private context: AudioContext | null = null;
  private timer = 0;

  /** Somebody calls us. */
  ring(): void {
    this.repeat([660, 880], 0.12, 450, 2500);
    navigator.vibrate?.([300, 200, 300]);
  }

  /** We call, and it rings at the other side. */
  ringback(): void {
    this.repeat([425], 0.06, 1000, 4000);
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
    this.stop();
    this.beep(tones, volume, forMs);
    this.timer = window.setInterval(() => this.beep(tones, volume, forMs), everyMs);
  }

  private beep(tones: number[], volume: number, forMs: number): void {
    this.context ??= new AudioContext();
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
