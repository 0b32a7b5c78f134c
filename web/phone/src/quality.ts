// The live quality line: what getStats says of the last seconds, in words.

/** The counters of one look at the connection. */
export interface Sample {
  /** Milliseconds, any origin. */
  readonly at: number;
  readonly received: number;
  readonly lost: number;
  readonly sent: number;
  /** Seconds, or null before anything is known. */
  readonly jitter: number | null;
  /** Seconds, or null before anything is known. */
  readonly roundTrip: number | null;
}

export type Level = 'none' | 'good' | 'fair' | 'poor' | 'silent';

export interface Quality {
  readonly level: Level;
  readonly text: string;
}

/** Reads the counters that matter out of a getStats report. */
export function sample(report: Iterable<[string, Record<string, unknown>]>, at: number): Sample {
  let received = 0;
  let lost = 0;
  let sent = 0;
  let jitter: number | null = null;
  let roundTrip: number | null = null;
  for (const [, entry] of report) {
    if (entry.kind === 'audio' && entry.type === 'inbound-rtp') {
      received += number(entry.packetsReceived) ?? 0;
      lost += number(entry.packetsLost) ?? 0;
      jitter = number(entry.jitter);
    } else if (entry.kind === 'audio' && entry.type === 'outbound-rtp') {
      sent += number(entry.packetsSent) ?? 0;
    } else if (entry.type === 'candidate-pair' && entry.nominated === true) {
      roundTrip = number(entry.currentRoundTripTime) ?? roundTrip;
    }
  }
  return { at, received, lost, sent, jitter, roundTrip };
}

/** What the time between two samples was like. */
export function quality(before: Sample | null, now: Sample, held: boolean): Quality {
  if (held) {
    return { level: 'none', text: 'On hold' };
  }
  if (!before) {
    return { level: 'none', text: 'Waiting for sound' };
  }
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received <= 0) {
    return now.received === 0
      ? { level: 'silent', text: 'No sound has arrived yet' }
      : { level: 'silent', text: 'No sound is arriving' };
  }
  const loss = (100 * lost) / (received + lost);
  const jitter = Math.round((now.jitter ?? 0) * 1000);
  const trip = now.roundTrip === null ? null : Math.round(now.roundTrip * 1000);
  const level: Level =
    loss > 5 || jitter > 60 || (trip ?? 0) > 400
      ? 'poor'
      : loss > 1 || jitter > 30 || (trip ?? 0) > 200
        ? 'fair'
        : 'good';
  const words = [
    trip === null ? '' : `round trip ${trip} ms`,
    `loss ${loss < 10 ? loss.toFixed(1) : Math.round(loss)} %`,
    `jitter ${jitter} ms`,
  ];
  return { level, text: words.filter(Boolean).join(' · ') };
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
