// The three-way call: who is joined to it, and what each of them is sent.
import { Mixer } from '../audio/mixer';
import type { Calls } from '../state/calls';
import type { Microphone } from './microphone';
import type { Talk } from './talk';

/** The calls there are, and who is told of a change. */
export interface Floor {
  calls(): Calls;
  talk(id: string | null): Talk | null;
  readonly all: Iterable<Talk>;
  changed(id: string, to: { joined?: boolean; muted?: boolean }): void;
}

export class Conference {
  private mixer: Mixer | null = null;

  constructor(
    private readonly floor: Floor,
    private readonly microphone: Microphone,
  ) {}

  has(id: string): boolean {
    return this.mixer?.has(id) ?? false;
  }

  /** Everybody we talk to hears everybody. */
  async join(): Promise<void> {
    const microphone = await this.microphone.open();
    this.mixer ??= new Mixer(microphone);
    for (const call of this.floor.calls().all) {
      const talk = this.floor.talk(call.id);
      if (call.stage === 'talking' && talk && !this.mixer.has(call.id)) {
        if (call.muted) {
          talk.mute(false);
        }
        await talk.sendSound(this.mixer.join(call.id, talk.remote));
        this.floor.changed(call.id, { joined: true, muted: false });
        talk.hold(false);
      }
    }
    this.mixer.mute(false);
  }

  mute(on: boolean): void {
    this.mixer?.mute(on);
    for (const call of this.floor.calls().all) {
      if (call.joined) {
        this.floor.changed(call.id, { muted: on });
      }
    }
  }

  hear(microphone: MediaStream): void {
    this.mixer?.hear(microphone);
  }

  /** One is a call of two again; who is left alone with us, too. */
  leave(id: string): void {
    if (!this.mixer?.has(id)) {
      return;
    }
    const talk = this.floor.talk(id);
    if (talk) {
      void this.alone(talk);
    } else {
      this.mixer.leave(id);
    }
    if (this.mixer.size === 1) {
      for (const other of this.floor.all) {
        void this.alone(other);
      }
    }
  }

  async alone(talk: Talk): Promise<void> {
    if (this.mixer?.has(talk.id)) {
      this.mixer.leave(talk.id);
      this.floor.changed(talk.id, { joined: false });
      await talk.sendSound(this.microphone.voice());
    }
  }

  close(): void {
    this.mixer?.close();
    this.mixer = null;
  }
}
