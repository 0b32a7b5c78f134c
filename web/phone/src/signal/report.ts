// What this page tells the node of the media of a call from page to page: it passes nobody else who
// could explain a call without sound.
import { quality, sample, type Sample } from '../quality/stats';

/** What the node takes; docs/guide/signalling.md says what each part means. */
export interface Report {
  state: string;
  local: string;
  remote: string;
  protocol: string;
  own: Record<string, number>;
  theirs: Record<string, number>;
  codec: string;
  packets: number;
  sent: number;
  lostPercent: number;
  jitterMs: number;
  roundTripMs: number | null;
  mos: number | null;
}

type Entry = Record<string, unknown>;

const LOOK_MS = 1_000;
/** Of so many looks one is told, and the first that has seen a second of the call. */
const TOLD = 5;

/** A report from what getStats says; `before` is the look before this one. */
export function report(stats: Iterable<[string, Entry]>, before: Sample | null, now: Sample, state: string): Report {
  const types = (of: string) => {
    const counts: Record<string, number> = {};
    for (const [, entry] of stats) {
      if (entry.type === of && typeof entry.candidateType === 'string') {
        counts[entry.candidateType] = (counts[entry.candidateType] ?? 0) + 1;
      }
    }
    return counts;
  };
  const heard = quality(before, now, false);
  const [local = '', protocol = ''] = now.here.split(' ');
  const tenths = (value: number) => Math.round(value * 10) / 10;
  return {
    state, local, protocol,
    remote: now.there.split(' ')[0] ?? '',
    own: types('local-candidate'),
    theirs: types('remote-candidate'),
    codec: now.codec,
    packets: now.received,
    sent: now.sent,
    lostPercent: tenths(heard.lossPercent),
    jitterMs: tenths(heard.jitterMs),
    roundTripMs: heard.roundTripMs === null ? null : tenths(heard.roundTripMs),
    mos: heard.mos > 0 ? Math.round(heard.mos * 100) / 100 : null,
  };
}

/** Looks every second and tells every few, when the connection is lost, and when the call ends. */
export class Reports {
  private before: Sample | null = null;
  private clock: ReturnType<typeof setInterval> | undefined;
  private of: RTCPeerConnection | null = null;
  private looks = 0;
  /** What was seen last, unless it was told. */
  private unsaid: Report | null = null;

  constructor(private readonly tell: (report: Report) => void) {}

  /** Tells of this connection from now on, in the place of any before it. */
  begin(connection: RTCPeerConnection): void {
    if (this.of === connection) {
      return;
    }
    this.end();
    this.of = connection;
    this.looks = 0;
    this.clock = setInterval(() => void this.look(this.looks++ % TOLD === 0), LOOK_MS);
    void this.look(false);
    connection.addEventListener('iceconnectionstatechange', () => {
      if (['failed', 'disconnected'].includes(connection.iceConnectionState)) {
        void this.look(true);
      }
    });
  }

  /** The call is about to end: tells what was seen since it was told last. At once, for after the
   * end nobody listens. */
  last(): void {
    if (this.unsaid) {
      this.tell(this.unsaid);
      this.unsaid = null;
    }
  }

  end(): void {
    clearInterval(this.clock);
    this.of = null;
    this.before = null;
    this.unsaid = null;
  }

  private async look(told: boolean): Promise<void> {
    const connection = this.of;
    if (!connection) {
      return;
    }
    try {
      const stats = [...((await connection.getStats()) as unknown as Iterable<[string, Entry]>)];
      const now = sample(stats, performance.now());
      if (this.of === connection) {
        this.unsaid = report(stats, this.before, now, connection.iceConnectionState);
        if (told) {
          this.last();
        }
        if (told || !this.before) {
          this.before = now;
        }
      }
    } catch {
      // a connection that is closed says nothing
    }
  }
}
