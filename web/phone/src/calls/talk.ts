// One call, whichever way it goes: what the switchboard and the page do with it.
import type { Call, Picture } from '../state/calls';
import type { CallEnd } from '../words/failures';

/** Makes the talk of a call that has a place on the switchboard. */
export type Make = (id: string, ears: TalkEars) => Talk;

/** Whom a talk tells. */
export interface TalkEars {
  changed(id: string, to: Partial<Omit<Call, 'id'>>): void;
  ended(id: string, end: CallEnd): void;
  media(id: string): void;
  config(): RTCConfiguration;
  /** A microphone of its own for one more call. */
  spare(): MediaStream;
  /** The other side wants us to call somebody else. */
  referred(id: string, target: string, accept: (then: (make: Make) => void) => void): void;
}

/** How a transfer goes. */
export type Transferred = 'trying' | 'done' | 'failed';

/** What a later page needs to go on with a call, as JSON. */
export interface KeptTalk {
  readonly way: 'sip' | 'direct';
  readonly held: boolean;
  readonly muted: boolean;
}

export interface Talk {
  readonly id: string;
  /** What signalling calls it: its Call-ID. */
  readonly callId: string;
  /** What the other side sends. */
  readonly remote: MediaStream;
  /** Our own picture, while we show one. */
  readonly ownPicture: MediaStream | null;
  readonly connection: RTCPeerConnection | null;
  readonly over: boolean;
  answer(stream: MediaStream): void;
  /** The person does not want the call, on no phone. */
  decline(): void;
  /** This phone can't take the call, others of the same person may. */
  pass(status: 480 | 486): void;
  hangUp(): void;
  mute(on: boolean): void;
  hold(on: boolean): void;
  key(digit: string): void;
  /** The sound we send from now on: another microphone, or what the mixer makes. */
  sendSound(track: MediaStreamTrack | null): Promise<void>;
  /** Shows the camera or the screen, or nothing more. */
  show(picture: Picture, stream: MediaStream | null): Promise<void>;
  /** The network may have changed: looks for another way where none is left. */
  verify(): Promise<void>;
  /** Our own picture of a call that we began with one. */
  began(): void;
  /** What is to be kept of a call that is established; null of any other. */
  keep(): KeptTalk | null;
  /** Sends the other side to `target`, or to the other side of `instead`; only where the call's
   * `transfers` says so. */
  transfer(target: string, instead: Talk | null, tell: (how: Transferred) => void): void;
}
