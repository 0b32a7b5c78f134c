// The line to /signal, beside that of SIP: calls from page to page. SIP calls do not ring here.
import { Signal, type Call } from '../../../signal/src/index';
import type { Make } from '../calls/talk';
import { ofCall, type KeptDirect } from './talk';

export interface DirectEars {
  /** Whether pages can call us, and we them. */
  online(on: boolean): void;
  /** Somebody calls. */
  offered(call: Call): void;
  config(): RTCConfiguration;
}

/** Who asks whether somebody is there waits no longer. */
const PATIENCE_MS = 1_000;

export class DirectLine {
  private signal: Signal | null = null;

  constructor(private readonly ears: DirectEars) {}

  get isOnline(): boolean {
    return this.signal?.state === 'online';
  }

  /** @param device the same after a reload, so that the calls of the page before are ours */
  signIn(token: string, device: string, name: string): void {
    this.signOut();
    const signal = new Signal({
      token,
      device,
      name,
      sip: false,
      callWaiting: true, // the page says itself when it is busy: it has calls of SIP too
      iceServers: () => Promise.resolve([...(this.ears.config().iceServers ?? [])]),
      connection: () => new RTCPeerConnection(this.ears.config()),
    });
    this.signal = signal;
    const mine = <T>(then: (event: T) => void) => (event: T) => void (this.signal === signal && then(event));
    signal.on('state', mine((state) => this.ears.online(state === 'online')));
    signal.on('incoming', mine((call) => this.ears.offered(call)));
    signal.connect().catch(() => undefined); // a node without the role: then nobody is called so
  }

  signOut(): void {
    const { signal } = this;
    this.signal = null;
    signal?.close();
  }

  /** Whether some page of a user can be called now. */
  there(user: string): Promise<boolean> {
    const { signal } = this;
    if (!signal || !this.isOnline) {
      return Promise.resolve(false);
    }
    return new Promise((told) => {
      const done = (there: boolean) => {
        clearTimeout(late);
        off();
        signal.unwatch([user]);
        told(there);
      };
      const late = window.setTimeout(() => done(false), PATIENCE_MS);
      const off = signal.on('presence', ({ state }) => done(state !== 'offline'));
      signal.watch([user]);
    });
  }

  /** Calls; `only` where nobody may be rung by SIP. Null while there is no connection. */
  dial(user: string, stream: MediaStream, only: boolean): Make | null {
    const { signal } = this;
    if (!signal || !this.isOnline) {
      return null;
    }
    const video = stream.getVideoTracks().length > 0;
    return ofCall(signal.place(user, { stream, video, direct: only }), stream);
  }

  /** Goes on with a call of the page before this one. */
  resume(kept: KeptDirect, stream: MediaStream): Make | null {
    const call = this.signal?.resume(kept, { stream });
    return call ? ofCall(call, stream) : null;
  }
}
