// All calls of this phone: who talks, who waits, who is joined. Between the page and the talks.
import type { RTCSession } from 'jssip/lib/RTCSession';
import { openCamera, openMicrophone, openScreen } from '../audio/devices';
import { Mixer } from '../audio/mixer';
import * as Calls from '../state/calls';
import type { CallEnd } from '../words/failures';
import { offersVideo } from './jssip';
import { Talk, type TalkEars, type Transferred } from './talk';

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
  dial(target: string, stream: MediaStream, config: RTCConfiguration): RTCSession | null;
}

export class Switchboard implements TalkEars {
  private readonly talks = new Map<string, Talk>();
  private microphone: MediaStream | null = null;
  private mixer: Mixer | null = null;
  private count = 0;

  constructor(private readonly board: Board) {}

  change(change: Calls.Change): void {
    this.board.change(change);
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

  /** Calls somebody; the others wait meanwhile. */
  async begin(target: string, video: boolean): Promise<void> {
    const stream = await this.streams(video);
    this.holdOthers('');
    const session = this.board.dial(target, stream, this.board.config());
    if (!session) {
      stop(stream);
      throw new Error('address');
    }
    this.adopt(session, target, target, false, stream).began();
  }

  /** A session that JsSIP offers us; what it is called here where it rings. */
  offered(session: RTCSession, sdp: string): string | null {
    const from = session.remote_identity as unknown as { display_name?: string; uri: { user: string; host: string } };
    const address = from.uri.user || from.uri.host;
    const replaced = (session.data as { replaces?: string }).replaces;
    if (replaced === undefined && this.talks.size > 0 && !this.board.callWaiting()) {
      session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
      return null;
    }
    const talk = this.adopt(session, from.display_name || address, address, true, null, offersVideo(sdp));
    if (replaced !== undefined) {
      // Once JsSIP is through with the INVITE.
      window.setTimeout(() => void this.answer(talk.id, this.talks.get(replaced)?.ownPicture != null), 0);
      return null;
    }
    return talk.id;
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
      talk.answer(stream, this.board.config());
    } catch (error) {
      talk?.pass(480);
      this.board.failed(error);
    }
  }

  hold(id: string, on: boolean): void {
    if (!on) {
      this.holdOthers(id);
    }
    this.leaveConference(id);
    this.talk(id)?.hold(on);
  }

  /** Talks to `id`; whoever is not joined to it waits. */
  swap(id: string): void {
    this.holdOthers(id);
    this.talk(id)?.hold(false);
    this.board.change({ kind: 'shown', id });
  }

  mute(id: string, on: boolean): void {
    if (!this.mixer?.has(id)) {
      this.talk(id)?.mute(on);
      return;
    }
    this.mixer.mute(on);
    for (const call of this.board.calls().all) {
      if (call.joined) {
        this.changed(call.id, { muted: on });
      }
    }
  }

  transfer(id: string, target: string, instead: string | null): void {
    const talk = this.talk(id);
    const call = Calls.byId(this.board.calls(), id);
    if (!talk || !call) {
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
  async join(): Promise<void> {
    this.microphone ??= await openMicrophone();
    this.mixer ??= new Mixer(this.microphone);
    for (const call of this.board.calls().all) {
      const talk = this.talk(call.id);
      if (call.stage === 'talking' && talk && !this.mixer.has(call.id)) {
        if (call.muted) {
          talk.mute(false);
        }
        await talk.sendSound(this.mixer.join(call.id, talk.remote));
        this.changed(call.id, { joined: true, muted: false });
        talk.hold(false);
      }
    }
    this.mixer.mute(false);
  }

  /** The others wait for each other again; who is on the stage goes on. */
  async split(): Promise<void> {
    const { current } = this.board.calls();
    for (const talk of this.talks.values()) {
      await this.alone(talk);
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
  async changeMicrophone(): Promise<void> {
    if (!this.microphone) {
      return;
    }
    const before = this.microphone;
    this.microphone = await openMicrophone();
    this.mixer?.hear(this.microphone);
    for (const talk of this.talks.values()) {
      if (!this.mixer?.has(talk.id)) {
        await talk.sendSound(this.voice());
      }
    }
    stop(before);
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

  adopt(session: RTCSession, peer: string, address: string, incoming: boolean, stream: MediaStream | null, video = false): Talk {
    const id = `call-${++this.count}`;
    const talk = new Talk(id, session, this, stream);
    talk.referredOptions = () => ({ mediaStream: this.spare(), pcConfig: this.board.config() });
    this.talks.set(id, talk);
    this.board.change({ kind: 'began', call: { ...Calls.newCall(id, peer, address, incoming), videoOffered: video } });
    return talk;
  }

  // What the talks tell.

  changed(id: string, to: Partial<Omit<Calls.Call, 'id'>>): void {
    this.board.change({ kind: 'changed', id, to });
  }

  media(): void {
    this.board.media();
  }

  referred(id: string, target: string, accept: (then: (session: RTCSession) => void) => void): void {
    const call = Calls.byId(this.board.calls(), id);
    if (!call || !this.microphone) {
      return;
    }
    this.board.referred(call, target);
    accept((session) => this.adopt(session, target, target, false, this.latestSpare));
  }

  ended(id: string, end: CallEnd): void {
    const call = Calls.byId(this.board.calls(), id);
    this.talks.delete(id);
    this.leaveConference(id);
    this.board.change({ kind: 'ended', id });
    if (this.talks.size === 0) {
      this.mixer?.close();
      this.mixer = null;
      stop(this.microphone); // the browser's recording sign goes out
      this.microphone = null;
    }
    if (call) {
      this.board.ended(call, end);
    }
  }

  /** A microphone of its own for one call, so that muting and holding touch no other. */
  private voice(): MediaStreamTrack | null {
    return this.microphone?.getAudioTracks()[0]?.clone() ?? null;
  }

  async streams(video: boolean): Promise<MediaStream> {
    if (this.microphone?.getAudioTracks().some((track) => track.readyState === 'ended')) {
      this.microphone = null;
    }
    this.microphone ??= await openMicrophone();
    const stream = this.spare();
    if (video) {
      try {
        (await openCamera()).getVideoTracks().forEach((track) => stream.addTrack(track));
      } catch (error) {
        this.board.failed(error); // the call goes on without a picture
      }
    }
    return stream;
  }

  private latestSpare: MediaStream | null = null;

  private spare(): MediaStream {
    const voice = this.voice();
    this.latestSpare = new MediaStream(voice ? [voice] : []);
    return this.latestSpare;
  }

  private holdOthers(id: string): void {
    for (const call of Calls.toHold(this.board.calls(), id)) {
      this.leaveConference(call.id);
      this.talk(call.id)?.hold(true);
    }
  }

  private leaveConference(id: string): void {
    if (!this.mixer?.has(id)) {
      return;
    }
    const talk = this.talk(id);
    if (talk) {
      void this.alone(talk);
    } else {
      this.mixer.leave(id);
    }
    if (this.mixer.size === 1) {
      for (const other of this.talks.values()) {
        void this.alone(other);
      }
    }
  }

  private async alone(talk: Talk): Promise<void> {
    if (this.mixer?.has(talk.id)) {
      this.mixer.leave(talk.id);
      this.changed(talk.id, { joined: false });
      await talk.sendSound(this.voice());
    }
  }
}

function stop(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}
