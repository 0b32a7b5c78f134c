// What the node tells by its WebSocket, put together with what it answered before. Pure: the page's
// signals hold what comes out.
import type { Alert, CallRecord, CallSummary, Columns, Course, LogLine, Sample } from './types';

export type NodeEvent =
  | { type: 'auth-ok' }
  | { type: 'auth-fail'; reason: string }
  | { type: 'call-began'; call: Omit<CallSummary, 'legs' | 'verdict'> }
  | { type: 'call-changed'; callId: string; state: string }
  | { type: 'call-ended'; call: CallRecord }
  | { type: 'registered'; user: string; contact: string }
  | { type: 'unregistered'; user: string; contact: string }
  | { type: 'banned'; network: string; reason: string }
  | { type: 'unbanned'; network: string }
  | { type: 'alerts'; alerts: Alert[] }
  | { type: 'numbers'; sample: Sample }
  | { type: 'log'; line: LogLine }
  | { type: 'lost'; count: number };

export type Calls = ReadonlyMap<string, CallSummary>;

/** Calls after some events, copied once; the same object where they change none. */
export function callsAfterAll(calls: Calls, events: readonly NodeEvent[]): Calls {
  let after: Map<string, CallSummary> | null = null;
  const changing = () => (after ??= new Map(calls));
  for (const event of events) {
    const now: Calls = after ?? calls;
    if (event.type === 'call-began' && !now.has(event.call.callId)) {
      changing().set(event.call.callId, { legs: 0, verdict: '', ...event.call });
    } else if (event.type === 'call-changed') {
      const before = now.get(event.callId);
      if (before && before.state !== event.state) {
        changing().set(event.callId, { ...before, state: event.state });
      }
    } else if (event.type === 'call-ended' && now.has(event.call.callId)) {
      changing().delete(event.call.callId);
    }
  }
  return after ?? calls;
}

export function callsOf(list: readonly CallSummary[]): Calls {
  return new Map(list.map((call) => [call.callId, call]));
}

/** Calls that ended, the last first: an event puts one in front, once. */
export function endedAfter(ended: readonly CallRecord[], event: NodeEvent, most: number): readonly CallRecord[] {
  return event.type === 'call-ended' && !ended.some((one) => one.id === event.call.id)
    ? [event.call, ...ended].slice(0, most)
    : ended;
}

/** Columns with one more sample; what is older than an hour is let go. */
export function columnsAfter(columns: Columns, sample: Sample, most = 3600): Columns {
  const last = columns.time.at(-1);
  if (last !== undefined && sample.time <= last) {
    return columns;
  }
  const next = {} as Record<keyof Sample, unknown[]>;
  for (const key of Object.keys(columns) as (keyof Sample)[]) {
    const column = [...columns[key], sample[key]];
    next[key] = column.length > most ? column.slice(column.length - most) : column;
  }
  return next as Columns;
}

export function noColumns(): Columns {
  return {
    time: [], calls: [], registrations: [], packetsIn: [], packetsOut: [], attempts: [], errors: [],
    drops: [], cpu: [], heap: [], ringP99Ms: [],
  };
}

/** The latest sample of columns; null where there is none. */
export function latest(columns: Columns): Sample | null {
  const at = columns.time.length - 1;
  if (at < 0) {
    return null;
  }
  const sample = {} as Record<string, unknown>;
  for (const key of Object.keys(columns) as (keyof Sample)[]) {
    sample[key] = columns[key][at] ?? null;
  }
  return sample as unknown as Sample;
}

/** Log lines after an event, so many at most. */
export function linesAfter(lines: readonly LogLine[], line: LogLine, most: number): readonly LogLine[] {
  const last = lines.at(-1);
  return last && line.number <= last.number ? lines : [...lines, line].slice(-most);
}

/** Columns that were taken at different times, on one axis: null where one has no point. */
export function aligned(courses: readonly Course[]): {
  times: number[];
  columns: (course: number, of: Exclude<keyof Course, 'time'>) => (number | null)[];
} {
  const times = [...new Set(courses.flatMap((course) => course.time))].sort((a, b) => a - b);
  return {
    times,
    columns: (index, of) => {
      const course = courses[index];
      const at = new Map(course?.time.map((time, place) => [time, course[of][place] ?? null]));
      return times.map((time) => at.get(time) ?? null);
    },
  };
}
