// What a page around ours may ask, and what it hears. Pure: the window is elsewhere (embed.ts).
import type { Call, Calls } from './calls';
import { address } from './links';

/** What a page may ask. */
export interface Ask {
  readonly do: 'hello' | 'call' | 'answer' | 'decline' | 'hangUp' | 'mute' | 'unmute' | 'key';
  readonly to?: string;
  readonly video?: boolean;
  readonly key?: string;
}

export interface Told {
  readonly event: 'ready' | 'registered' | 'unregistered' | 'calling' | 'ringing' | 'answered' | 'ended' | 'refused';
  readonly user?: string;
  readonly call?: { readonly id: string; readonly peer: string; readonly incoming: boolean };
  readonly why?: string;
}

const ASKS = new Set(['hello', 'call', 'answer', 'decline', 'hangUp', 'mute', 'unmute', 'key']);

/** What a message asks; null where it is none of ours, or from somebody we don't listen to. */
export function asked(data: unknown, origin: string, allowed: readonly string[]): Ask | null {
  const said = (data as { jackfield?: unknown } | null)?.jackfield as Partial<Ask> | undefined;
  if (!said || typeof said !== 'object' || !allowed.includes(origin) || !ASKS.has(String(said.do))) {
    return null;
  }
  const to = typeof said.to === 'string' ? address(said.to) : '';
  const key = typeof said.key === 'string' && /^[0-9A-D*#]{1,32}$/.test(said.key) ? said.key : '';
  return { do: said.do as Ask['do'], to, video: said.video === true, key };
}

/** What there is to tell of calls that were `before` and are `after`. */
export function news(before: Calls, after: Calls): Told[] {
  const about = ({ id, address: peer, incoming }: Call) => ({ id, peer, incoming });
  const told: Told[] = [];
  for (const one of after.all) {
    const old = before.all.find((each) => each.id === one.id);
    if (old?.stage !== one.stage) {
      const event = one.stage === 'talking' ? 'answered' : one.incoming || one.stage === 'ringing' ? 'ringing' : 'calling';
      told.push({ event, call: about(one) });
    }
  }
  for (const old of before.all) {
    if (!after.all.some((each) => each.id === old.id)) {
      told.push({ event: 'ended', call: about(old) });
    }
  }
  return told;
}
