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

const EVERY_MS = 5_000;

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

/** Looks every few seconds, and when the connection changes for good or bad. */
export class Reports {
  private before: Sample | null = null;
  private clock: ReturnType<typeof setInterval> | undefined;
  private of: RTCPeerConnection | null = null;

  constructor(private readonly tell: (report: Report) => void) {}

  /** Tells of this connection from now on, in the place of any before it. */
  begin(connection: RTCPeerConnection): void {
    if (this.of === connection) {
      return;
    }
    this.end();
    this.of = connection;
    this.clock = setInterval(() => void this.look(), EVERY_MS);
    connection.addEventListener('iceconnectionstatechange', () => {
      if (['failed', 'disconnected'].includes(connection.iceConnectionState)) {
        void this.look();
      }
    });
  }

  end(): void {
    clearInterval(this.clock);
    this.of = null;
    this.before = null;
  }

  private async look(): Promise<void> {
    const connection = this.of;
    if (!connection) {
      return;
    }
    try {
      const stats = [...((await connection.getStats()) as unknown as Iterable<[string, Entry]>)];
      const now = sample(stats, performance.now());
      if (this.of === connection) {
        this.tell(report(stats, this.before, now, connection.iceConnectionState));
        this.before = now;
      }
    } catch {
      // a connection that is closed says nothing
    }
  }
}
