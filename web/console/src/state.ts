// What the page knows of the node, and the WebSocket that keeps it true.
import { batch, signal } from '@preact/signals';
import { ask, keepToken, token } from './api';
import {
  type Calls, callsAfterAll, callsOf, columnsAfter, endedAfter, linesAfter, noColumns, type NodeEvent,
} from './reduce';
import type { Alert, CallRecord, CallSummary, Columns, LogLine } from './types';

const MOST_ENDED = 200;
const MOST_LINES = 2000;

/** `live`, `connecting`, `offline`: how events come. */
export const link = signal<'live' | 'connecting' | 'offline'>('connecting');
export const calls = signal<Calls | null>(null);
export const ended = signal<readonly CallRecord[] | null>(null);
export const columns = signal<Columns>(noColumns());
export const alerts = signal<readonly Alert[]>([]);
export const lines = signal<readonly LogLine[]>([]);
/** The node's time less ours, in ms: durations are right where a clock is not. */
export const skew = signal(0);
/** Counts up when registrations or bans have changed: who shows them asks again. */
export const registrationsChanged = signal(0);
export const bansChanged = signal(0);
/** A clock for durations, once a second while somebody is signed in. */
export const now = signal(Date.now());
/** Shown as a passing word, and said to screen readers. */
export const said = signal<{ text: string; bad: boolean; at: number } | null>(null);

export function say(text: string, bad = false): void {
  said.value = { text, bad, at: Date.now() };
}

const USUAL = [
  'numbers', 'call-began', 'call-changed', 'call-ended', 'registered', 'unregistered', 'banned', 'unbanned',
  'alerts',
];
let socket: WebSocket | null = null;
let tail = false;
let wait = 1000;
let again: ReturnType<typeof setTimeout> | undefined;

/** Reads log lines too, or no more. */
export function follow(log: boolean): void {
  tail = log;
  if (socket?.readyState === WebSocket.OPEN && link.value === 'live') {
    socket.send(JSON.stringify({ type: 'want', types: log ? [...USUAL, 'log'] : USUAL }));
  }
}

/** Connects while somebody is signed in; ends when nobody is. */
export function beginListening(): void {
  token.subscribe((value) => {
    clearTimeout(again);
    socket?.close();
    socket = null;
    if (value) {
      wait = 1000;
      connect();
    } else {
      forget();
    }
  });
  setInterval(() => {
    if (token.value) {
      now.value = Date.now() + skew.value;
    }
  }, 1000);
  window.addEventListener('online', () => {
    if (token.value && link.value === 'offline') {
      clearTimeout(again);
      connect();
    }
  });
}

function forget(): void {
  batch(() => {
    calls.value = null;
    ended.value = null;
    columns.value = noColumns();
    alerts.value = [];
    lines.value = [];
  });
}

function connect(): void {
  if (link.value !== 'offline') {
    link.value = 'connecting';
  }
  const mine = new WebSocket(`${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/api/events`);
  socket = mine;
  mine.onopen = () => {
    mine.send(JSON.stringify({ type: 'auth', token: token.value, types: tail ? [...USUAL, 'log'] : USUAL }));
  };
  mine.onmessage = (message) => {
    if (socket === mine) {
      receive(JSON.parse(String(message.data)) as NodeEvent);
    }
  };
  mine.onclose = () => {
    if (socket === mine) {
      socket = null;
      link.value = 'offline';
      if (token.value) {
        again = setTimeout(connect, wait);
        wait = Math.min(wait * 2, 15_000);
      }
    }
  };
}

function receive(event: NodeEvent): void {
  switch (event.type) {
    case 'auth-ok':
      wait = 1000;
      link.value = 'live';
      void load();
      break;
    case 'auth-fail':
      keepToken('');
      break;
    case 'lost':
      void load();
      break;
    case 'alerts':
      alerts.value = event.alerts;
      break;
    case 'numbers':
      batch(() => {
        skew.value = event.sample.time - Date.now();
        columns.value = columnsAfter(columns.value, event.sample);
      });
      break;
    case 'log':
      lines.value = linesAfter(lines.value, event.line, MOST_LINES);
      break;
    case 'registered':
    case 'unregistered':
      registrationsChanged.value++;
      break;
    case 'banned':
    case 'unbanned':
      bansChanged.value++;
      break;
    default:
      apply(event);
  }
}

/** Events that came while an answer was on its way: they happened after it, or say it again. */
let meanwhile: NodeEvent[] | null = null;

/** Events of the last moment: a busy node tells of hundreds of calls a second. */
let waiting: NodeEvent[] = [];
const MOMENT_MS = 200;

function apply(event: NodeEvent): void {
  meanwhile?.push(event);
  waiting.push(event);
  if (waiting.length === 1) {
    setTimeout(applyAll, MOMENT_MS);
  }
}

function applyAll(): void {
  const events = waiting;
  waiting = [];
  batch(() => {
    calls.value = calls.value && callsAfterAll(calls.value, events);
    ended.value = ended.value && events.reduce((list, event) => endedAfter(list, event, MOST_ENDED), ended.value);
  });
}

/** Takes new verdicts of the calls that run; none is added and none taken away. */
export async function lookAgain(): Promise<void> {
  try {
    const { calls: seen } = await ask<{ calls: CallSummary[] }>('/api/calls');
    const before = calls.peek();
    if (before) {
      const verdicts = new Map(seen.map((call) => [call.callId, call]));
      calls.value = new Map([...before].map(([id, call]) => {
        const now = verdicts.get(id);
        return [id, now ? { ...call, verdict: now.verdict, found: now.found ?? [], legs: now.legs } : call];
      }));
    }
  } catch {
    // the next look may work
  }
}

/** Asks for everything that events then keep true. */
export async function load(): Promise<void> {
  meanwhile = [];
  try {
    const [running, over, numbers, warned] = await Promise.all([
      ask<{ calls: CallSummary[] }>('/api/calls'),
      ask<{ calls: CallRecord[] }>(`/api/calls?state=ended&limit=${MOST_ENDED}`),
      ask<Columns>('/api/numbers?minutes=60'),
      ask<{ alerts: Alert[] }>('/api/alerts'),
    ]);
    batch(() => {
      calls.value = callsAfterAll(callsOf(running.calls), meanwhile ?? []);
      ended.value = (meanwhile ?? []).reduce(
        (list: readonly CallRecord[], event) => endedAfter(list, event, MOST_ENDED), over.calls);
      columns.value = numbers;
      alerts.value = warned.alerts;
      registrationsChanged.value++;
      bansChanged.value++;
    });
  } catch {
    // the WebSocket's end says that the node is gone, and a new one loads again
  } finally {
    meanwhile = null;
  }
}
