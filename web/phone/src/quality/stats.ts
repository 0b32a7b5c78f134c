// How a call is: what getStats says of the time between two looks.
import { delay, mos, rating } from './emodel';

/** The counters of one look at the connection. */
export interface Sample {
  /** Milliseconds, any origin. */
  readonly at: number;
  readonly received: number;
  readonly lost: number;
  readonly sent: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Seconds, or null before anything is known. */
  readonly jitter: number | null;
  /** Seconds, or null before anything is known. */
  readonly roundTrip: number | null;
  /** `opus`, or empty. */
  readonly codec: string;
  /** The candidate pair in use; `relay` where TURN carries it. */
  readonly here: string;
  readonly there: string;
  readonly relayed: boolean;
  /** The picture that arrives, `1280×720`, or empty, and its pictures per second. */
  readonly size: string;
  readonly frames: number;
}

export type Level = 'none' | 'good' | 'fair' | 'poor' | 'silent';
/** What there is to say of a call without figures. */
export type State = 'held' | 'waiting' | 'noSoundYet' | 'noSound' | 'sound';

export interface Quality {
  readonly state: State;
  readonly level: Level;
  readonly mos: number;
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  readonly inKbit: number;
  readonly outKbit: number;
}

type Entry = Record<string, unknown>;

/** Reads the counters that matter out of a getStats report. */
export function sample(report: Iterable<[string, Entry]>, at: number): Sample {
  const entries = new Map(report);
  let result: Sample = {
    at, received: 0, lost: 0, sent: 0, bytesIn: 0, bytesOut: 0, jitter: null, roundTrip: null,
    codec: '', here: '', there: '', relayed: false, size: '', frames: 0,
  };
  for (const entry of entries.values()) {
    const bytesIn = number(entry.bytesReceived) ?? 0;
    const bytesOut = number(entry.bytesSent) ?? 0;
    if (entry.type === 'inbound-rtp') {
      result = { ...result, bytesIn: result.bytesIn + bytesIn };
      if (entry.kind === 'audio') {
        result = {
          ...result,
          received: result.received + (number(entry.packetsReceived) ?? 0),
          lost: result.lost + (number(entry.packetsLost) ?? 0),
          jitter: number(entry.jitter),
          codec: text(entries.get(text(entry.codecId))?.mimeType).replace(/^audio\//, ''),
        };
      } else if (number(entry.frameWidth)) {
        result = { ...result, size: `${number(entry.frameWidth)}×${number(entry.frameHeight)}`, frames: Math.round(number(entry.framesPerSecond) ?? 0) };
      }
    } else if (entry.type === 'outbound-rtp') {
      result = { ...result, bytesOut: result.bytesOut + bytesOut, sent: result.sent + (entry.kind === 'audio' ? (number(entry.packetsSent) ?? 0) : 0) };
    } else if (entry.type === 'candidate-pair' && entry.nominated === true && entry.state !== 'failed') {
      const here = entries.get(text(entry.localCandidateId));
      const there = entries.get(text(entry.remoteCandidateId));
      result = {
        ...result,
        roundTrip: number(entry.currentRoundTripTime) ?? result.roundTrip,
        here: named(here), there: named(there), relayed: here?.candidateType === 'relay',
      };
    }
  }
  return result;
}

function named(candidate: Entry | undefined): string {
  if (!candidate) {
    return '';
  }
  const address = text(candidate.address) || text(candidate.ip);
  const where = address.includes(':') ? `[${address}]` : address;
  return `${text(candidate.candidateType)} ${text(candidate.relayProtocol) || text(candidate.protocol)} ${where}:${number(candidate.port) ?? ''}`.trim();
}

/** What the time between two samples was like. */
export function quality(before: Sample | null, now: Sample, held: boolean): Quality {
  const seconds = before ? Math.max(0.001, (now.at - before.at) / 1000) : 1;
  const kbit = (bytes: number) => Math.max(0, Math.round((8 * bytes) / seconds / 1000));
  const received = now.received - (before?.received ?? 0);
  const lost = Math.max(0, now.lost - (before?.lost ?? 0));
  const lossPercent = received + lost > 0 ? (100 * lost) / (received + lost) : 0;
  const jitterMs = (now.jitter ?? 0) * 1000;
  const roundTripMs = now.roundTrip === null ? null : now.roundTrip * 1000;
  const score = mos(rating(now.codec, lossPercent, delay(roundTripMs ?? 0, jitterMs)));
  const state: State = held ? 'held' : !before ? 'waiting' : received > 0 ? 'sound' : now.received === 0 ? 'noSoundYet' : 'noSound';
  return {
    state,
    level: state === 'sound' ? (score < 3.1 ? 'poor' : score < 3.9 ? 'fair' : 'good') : state === 'noSound' || state === 'noSoundYet' ? 'silent' : 'none',
    mos: state === 'sound' ? score : 0,
    lossPercent, jitterMs, roundTripMs,
    inKbit: kbit(now.bytesIn - (before?.bytesIn ?? 0)),
    outKbit: kbit(now.bytesOut - (before?.bytesOut ?? 0)),
  };
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
