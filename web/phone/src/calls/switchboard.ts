// All calls of this phone: who talks, who waits, who is joined. Between the page and the talks.
import { openCamera, openScreen } from '../audio/devices';
import * as Calls from '../state/calls';
import type { CallEnd } from '../words/failures';
import { Conference, type Floor } from './conference';
import { Microphone, stop } from './microphone';
import type { Make, Talk, TalkEars, Transferred } from './talk';

export interface Board {
  /** The calls as they are now. */
  calls(): Calls.Calls;
  change(change: Calls.Change): void;
  ended(call: Calls.Call, end: CallEnd): void;
  /** A stream has more or fewer tracks. */
  media(): void;
  failed(error: unknown): void;
  transferred(call: Calls.Call, how: Transferred): void;
  /** Somebody sends us to somebody else. */
  referred(call: Calls.Call, target: string): void;
  config(): RTCConfiguration;
  callWaiting(): boolean;
}

/** What is known of a call when it begins, besides its id. */
export type About = Partial<Omit<Calls.Call, 'id'>> & Pick<Calls.Call, 'peer' | 'address' | 'incoming'>;

export class Switchboard implements TalkEars, Floor {
  private readonly talks = new Map<string, Talk>();
  private readonly microphone = new Microphone();
  private readonly conference = new Conference(this, this.microphone);
  private count = 0;

  constructor(private readonly board: Board) {}

  change(change: Calls.Change): void {
    this.board.change(change);
  }

  calls(): Calls.Calls {
    return this.board.calls();
  }

  config(): RTCConfiguration {
    return this.board.config();
  }

  talk(id: string | null): Talk | null {
    return (id !== null && this.talks.get(id)) || null;
  }

  get all(): Iterable<Talk> {
    return this.talks.values();
  }

  /** Calls somebody; the others wait meanwhile. `dial` gives null where the target can't be called. */
  async begin(about: About, video: boolean, dial: (stream: MediaStream) => Make | null): Promise<void> {
    const stream = await this.streams(video);
    this.holdOthers('');
    const make = dial(stream);
    if (!make) {
      stop(stream);
      throw new Error('address');
    }
    this.adopt(about, make).began();
  }

  /** Somebody calls; null where this phone is busy.
   *
   * @param replaced the call whose place it takes (RFC 3891), which is answered without asking */
  offered(about: About, make: Make, replaced?: string): Talk | null {
    if (replaced === undefined && this.talks.size > 0 && !this.board.callWaiting()) {
      return null;
    }
    const talk = this.adopt(about, make);
    if (replaced !== undefined) {
      // Once JsSIP is through with the INVITE.
      window.setTimeout(() => void this.answer(talk.id, this.talks.get(replaced)?.ownPicture != null), 0);
    }
    return talk;
  }

  async answer(id: string, video: boolean): Promise<void> {
    const talk = this.talk(id);
    try {
      const stream = await this.streams(video);
      if (!talk || talk.over) {
        stop(stream);
        return;
      }
      this.holdOthers(id);
      talk.answer(stream);
    } catch (error) {
      talk?.pass(480);
      this.board.failed(error);
    }
  }

  hold(id: string, on: boolean): void {
    if (!on) {
      this.holdOthers(id);
    }
    this.conference.leave(id);
    this.talk(id)?.hold(on);
  }

  /** Talks to `id`; whoever is not joined to it waits. */
  swap(id: string): void {
    this.holdOthers(id);
    this.talk(id)?.hold(false);
    this.board.change({ kind: 'shown', id });
  }

  mute(id: string, on: boolean): void {
    if (this.conference.has(id)) {
      this.conference.mute(on);
    } else {
      this.talk(id)?.mute(on);
    }
  }

  transfer(id: string, target: string, instead: string | null): void {
    const talk = this.talk(id);
    const call = Calls.byId(this.board.calls(), id);
    if (!talk || !call?.transfers) {
      return;
    }
    this.changed(id, { transferTo: target });
    if (!instead) {
      talk.hold(true);
    }
    talk.transfer(target, this.talk(instead), (how) => {
      if (how === 'failed') {
        this.changed(id, { transferTo: '' });
      }
      this.board.transferred({ ...call, transferTo: target }, how);
    });
  }

  /** Everybody we talk to hears everybody. */
  join(): Promise<void> {
    return this.conference.join();
  }

  /** The others wait for each other again; who is on the stage goes on. */
  async split(): Promise<void> {
    const { current } = this.board.calls();
    for (const talk of this.talks.values()) {
      await this.conference.alone(talk);
      if (talk.id !== current) {
        talk.hold(true);
      }
    }
  }

  async show(id: string, picture: Calls.Picture): Promise<void> {
    const talk = this.talk(id);
    if (!talk) {
      return;
    }
    if (picture === 'off') {
      await talk.show('off', null);
      return;
    }
    const stream = picture === 'camera' ? await openCamera() : await openScreen();
    if (stream) {
      // The browser's own "stop sharing" ends the track.
      stream.getVideoTracks()[0]?.addEventListener('ended', () => void talk.show('off', null));
      await talk.show(picture, stream);
    }
  }

  /** The microphone that is chosen now, in all calls. */
  changeMicrophone(): Promise<void> {
    return this.microphone.change(async (stream) => {
      this.conference.hear(stream);
      for (const talk of this.talks.values()) {
        if (!this.conference.has(talk.id)) {
          await talk.sendSound(this.microphone.voice());
        }
      }
    });
  }

  /** Perhaps another network: calls whose way is lost look for another. */
  verify(): void {
    for (const talk of this.talks.values()) {
      void talk.verify();
    }
  }

  hangUpAll(): void {
    for (const talk of [...this.talks.values()]) {
      talk.hangUp();
    }
  }

  adopt(about: About, make: Make): Talk {
    const id = `call-${++this.count}`;
    const { peer, address, incoming } = about;
    this.board.change({ kind: 'began', call: { ...Calls.newCall(id, peer, address, incoming), ...about } });
    const talk = make(id, this);
    this.talks.set(id, talk);
    return talk;
  }

  streams(video: boolean): Promise<MediaStream> {
    return this.microphone.forCall(video, (error) => this.board.failed(error));
  }

  // What the talks tell.

  changed(id: string, to: Partial<Omit<Calls.Call, 'id'>>): void {
    this.board.change({ kind: 'changed', id, to });
  }

  media(): void {
    this.board.media();
  }

  spare(): MediaStream {
    return this.microphone.spare();
  }

  referred(id: string, target: string, accept: (then: (make: Make) => void) => void): void {
    const call = Calls.byId(this.board.calls(), id);
    if (!call || !this.microphone.isOpen) {
      return;
    }
    this.board.referred(call, target);
    accept((make) => this.adopt({ peer: target, address: target, incoming: false }, make));
  }

  ended(id: string, end: CallEnd): void {
    const call = Calls.byId(this.board.calls(), id);
    this.talks.delete(id);
    this.conference.leave(id);
    this.board.change({ kind: 'ended', id });
    if (this.talks.size === 0) {
      this.conference.close();
      this.microphone.close();
    }
    if (call) {
      this.board.ended(call, end);
    }
  }

  private holdOthers(id: string): void {
    for (const call of Calls.toHold(this.board.calls(), id)) {
      this.conference.leave(call.id);
      this.talk(call.id)?.hold(true);
    }
  }
}
