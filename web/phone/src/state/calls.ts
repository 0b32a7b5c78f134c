// The calls of this phone as the page shows them, and how each event changes them. Pure: SIP and
// sound are elsewhere.

/** `calling`: nobody has rung yet; `ringing`: a phone rings, theirs or ours. */
export type Stage = 'calling' | 'ringing' | 'talking';
export type Picture = 'off' | 'camera' | 'screen';

export interface Call {
  readonly id: string;
  /** The name people read. */
  readonly peer: string;
  /** What one dials to call them again. */
  readonly address: string;
  readonly incoming: boolean;
  readonly stage: Stage;
  /** The caller offered a picture. */
  readonly videoOffered: boolean;
  readonly muted: boolean;
  readonly held: boolean;
  readonly heldByPeer: boolean;
  /** What we show them. */
  readonly picture: Picture;
  /** Whether they show something. */
  readonly theirPicture: boolean;
  /** Whether it is a part of the three-way call. */
  readonly joined: boolean;
  /** From browser to browser, without the server. */
  readonly direct: boolean;
  /** Whether the other side can be sent to somebody else. */
  readonly transfers: boolean;
  /** Whether somebody there hears our keys. */
  readonly keys: boolean;
  /** Where we are sending them, until it is known whether that worked. */
  readonly transferTo: string;
  /** The way of the sound is being found anew. */
  readonly recovering: boolean;
  /** When it was begun, and when they began to talk (ms since 1970), or 0. */
  readonly began: number;
  readonly since: number;
}

export interface Calls {
  readonly all: readonly Call[];
  /** The call on the stage. */
  readonly current: string | null;
}

export type Change =
  | { readonly kind: 'began'; readonly call: Call }
  | { readonly kind: 'changed'; readonly id: string; readonly to: Partial<Omit<Call, 'id'>> }
  | { readonly kind: 'shown'; readonly id: string }
  | { readonly kind: 'ended'; readonly id: string };

export const NO_CALLS: Calls = { all: [], current: null };

export function newCall(id: string, peer: string, address: string, incoming: boolean): Call {
  return {
    id, peer, address, incoming, stage: incoming ? 'ringing' : 'calling', videoOffered: false,
    muted: false, held: false, heldByPeer: false, picture: 'off', theirPicture: false,
    joined: false, direct: false, transfers: true, keys: true, transferTo: '', recovering: false, began: 0, since: 0,
  };
}

export function reduce(calls: Calls, change: Change): Calls {
  switch (change.kind) {
    case 'began':
      return {
        all: [...calls.all, change.call],
        current: isWaiting(change.call) ? calls.current : change.call.id,
      };
    case 'changed': {
      const before = calls.all.find((call) => call.id === change.id);
      if (!before) {
        return calls;
      }
      const after = { ...before, ...change.to };
      const answered = isWaiting(before) && !isWaiting(after);
      return {
        all: calls.all.map((call) => (call === before ? after : call)),
        current: answered ? after.id : calls.current,
      };
    }
    case 'shown':
      return calls.all.some((call) => call.id === change.id && !isWaiting(call))
        ? { ...calls, current: change.id }
        : calls;
    case 'ended': {
      const all = calls.all.filter((call) => call.id !== change.id);
      // A three-way call goes on with the one who stays; it is a call like any other then.
      const joined = all.filter((call) => call.joined).length;
      const left = joined === 1 ? all.map((call) => ({ ...call, joined: false })) : all;
      return {
        all: left,
        current: calls.current === change.id ? next(left) : calls.current,
      };
    }
  }
}

/** Whom to show when the call on the stage is over: who is not held, else the latest. */
function next(all: readonly Call[]): string | null {
  const ours = all.filter((call) => !isWaiting(call));
  return (ours.findLast((call) => !call.held) ?? ours.at(-1))?.id ?? null;
}

/** Rings here, and nobody has answered. */
export function isWaiting(call: Call): boolean {
  return call.incoming && call.stage === 'ringing';
}

export function waiting(calls: Calls): Call | null {
  return calls.all.find(isWaiting) ?? null;
}

export function current(calls: Calls): Call | null {
  return calls.all.find((call) => call.id === calls.current) ?? null;
}

export function byId(calls: Calls, id: string): Call | null {
  return calls.all.find((call) => call.id === id) ?? null;
}

/** Who has to wait when we begin to talk in `id`: everybody who talks, but for those joined to it. */
export function toHold(calls: Calls, id: string): Call[] {
  const joined = byId(calls, id)?.joined ?? false;
  return calls.all.filter(
    (call) =>
      call.id !== id && call.stage === 'talking' && !call.held && !(joined && call.joined),
  );
}

/** Who could be joined to, or sent to, the call on the stage. */
export function others(calls: Calls, id: string): Call[] {
  return calls.all.filter((call) => call.id !== id && call.stage === 'talking');
}

/** What the page's `data-view` says. */
export type View = 'signin' | 'dial' | 'incoming' | 'talk';
export function viewOf(signedIn: boolean, calls: Calls, onStage: boolean): View {
  if (!signedIn && calls.all.length === 0) {
    return 'signin';
  }
  if (waiting(calls)) {
    return 'incoming';
  }
  return calls.current !== null && onStage ? 'talk' : 'dial';
}
