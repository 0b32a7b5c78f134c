// Subscriptions (RFC 6665): how the contacts are, and how many voice messages wait.
import type { UA } from 'jssip';
import type { Lamp } from '../state/contacts';

/** What is known of somebody: documents of the presence and dialog packages, or null. */
export interface Known {
  readonly pidf: string | null;
  readonly dialogs: string | null;
}

/** What the lamp beside a contact shows (RFC 3863, RFC 4480, RFC 4235). */
export function lampOf({ pidf, dialogs }: Known): Lamp {
  const states = [...(dialogs ?? '').matchAll(/<(?:\w+:)?state[^>]*>\s*(\w+)/g)].map((found) => found[1]);
  if (states.includes('confirmed') || /<(?:\w+:)?on-the-phone\b/.test(pidf ?? '')) {
    return 'busy';
  }
  if (states.some((state) => state === 'early' || state === 'proceeding' || state === 'trying')) {
    return 'ringing';
  }
  const basic = /<(?:\w+:)?basic[^>]*>\s*(open|closed)/.exec(pidf ?? '')?.[1];
  if (!basic) {
    return 'unknown';
  }
  if (basic === 'closed') {
    return 'away';
  }
  return /<(?:\w+:)?busy\b/.test(pidf ?? '') ? 'quiet' : /<(?:\w+:)?away\b/.test(pidf ?? '') ? 'away' : 'available';
}

/** New voice messages of a message summary (RFC 3842). */
export function newMessages(summary: string): number {
  return Number(/^Voice-Message:\s*(\d{1,6})\//im.exec(summary)?.[1] ?? 0);
}

interface Subscriber {
  on(name: 'notify', then: (final: boolean, request: unknown, body?: string) => void): void;
  on(name: 'terminated', then: () => void): void;
  subscribe(): void;
  terminate(): void;
}
interface Subscribes {
  normalizeTarget(target: string): unknown;
  subscribe(target: string, event: string, accept: string, options: object): Subscriber;
}

/** People beyond these have no lamp: each costs two subscriptions. */
const MOST = 60;
const PRESENCE = 'application/pidf+xml';
const DIALOG = 'application/dialog-info+xml';
const SUMMARY = 'application/simple-message-summary';

export class Watching {
  private readonly all = new Map<string, Subscriber[]>();
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly ua: () => UA | null,
    private readonly tell: (address: string, lamp: Lamp) => void,
    private readonly waiting: (count: number) => void,
    /** Our own state was told. */
    private readonly ours: () => void,
  ) {}

  /** Watches these people and no others, and ourselves. */
  watch(addresses: readonly string[], self: string): void {
    const wanted = new Set(addresses.slice(0, MOST));
    for (const [address, subscribers] of this.all) {
      if (!wanted.has(address) && address !== '') {
        this.all.delete(address);
        this.known.delete(address);
        subscribers.forEach(end);
      }
    }
    for (const address of wanted) {
      if (!this.all.has(address)) {
        const heard = (part: Partial<Known>) => {
          const now = { ...(this.known.get(address) ?? { pidf: null, dialogs: null }), ...part };
          this.known.set(address, now);
          this.tell(address, lampOf(now));
        };
        this.all.set(address, [
          ...this.subscribe(address, 'presence', PRESENCE, (pidf) => heard({ pidf })),
          ...this.subscribe(address, 'dialog', DIALOG, (dialogs) => heard({ dialogs })),
        ]);
      }
    }
    if (!this.all.has('') && self) {
      this.all.set('', [
        ...this.subscribe(self, 'message-summary', SUMMARY, (body) => this.waiting(newMessages(body))),
        ...this.subscribe(self, 'presence', PRESENCE, () => this.ours()),
      ]);
    }
  }

  /** Signed out: whoever comes next asks for himself. */
  forget(): void {
    this.all.forEach((subscribers) => subscribers.forEach(end));
    this.all.clear();
    this.known.clear();
  }

  private subscribe(to: string, event: string, accept: string, heard: (body: string) => void): Subscriber[] {
    const ua = this.ua() as unknown as (UA & Subscribes) | null;
    try {
      const target = ua?.normalizeTarget(to);
      if (!ua || !target) {
        return [];
      }
      const subscriber = ua.subscribe(String(target), event, accept, { expires: 1800, params: {} });
      subscriber.on('notify', (_final, _request, body) => body && heard(body));
      subscriber.on('terminated', () => undefined); // refused, or the server restarted: the next sign-in asks again
      subscriber.subscribe();
      return [subscriber];
    } catch {
      return []; // no address
    }
  }
}

function end(subscriber: Subscriber): void {
  try {
    subscriber.terminate();
  } catch {
    // it was over already
  }
}
