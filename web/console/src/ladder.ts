// Where the lanes and arrows of a call's ladder stand.
import { field, headline, method, repeats, sdp, status } from './sip';
import type { Traced } from './types';

export interface Lane {
  /** What the one calls itself, or the node's name. */
  title: string;
  /** Transport and address. */
  place: string;
  x: number;
}
export interface Arrow {
  index: number;
  y: number;
  from: number;
  to: number;
  label: string;
  detail: string;
  ms: number;
  kind: 'request' | 'provisional' | 'good' | 'bad';
  repeated: boolean;
}
export interface Ladder {
  lanes: Lane[];
  arrows: Arrow[];
  width: number;
  height: number;
}

export const HEAD = 64;
export const ROW = 44;
const GUTTER = 64;
const LEAST = 210;

/** The lanes of a call: who sent the first message is on the left, the node next, the others on. */
export function ladder(messages: readonly Traced[], room: number, node: string): Ladder {
  const remotes: string[] = [];
  const titles = new Map<string, string>();
  for (const message of messages) {
    const place = placeOf(message);
    if (!remotes.includes(place)) {
      remotes.push(place);
    }
    const said = message.who ? message.who : message.direction === 'in' ? field(message.text, 'User-Agent') || field(message.text, 'Server') : '';
    if (said && !titles.has(place)) {
      titles.set(place, said);
    }
  }
  const [first, ...others] = remotes;
  const order: { place: string; title: string }[] = [];
  if (first !== undefined) {
    order.push({ place: first, title: titles.get(first) ?? '' });
  }
  order.push({ place: '', title: node });
  others.forEach((place) => order.push({ place, title: titles.get(place) ?? '' }));
  const width = Math.max(room, GUTTER + order.length * LEAST);
  const step = (width - GUTTER) / order.length;
  const lanes = order.map((lane, i) => ({ ...lane, x: GUTTER + step * (i + 0.5) }));
  const at = (place: string) => lanes.find((lane) => lane.place === place)?.x ?? 0;
  const again = repeats(messages);
  const arrows = messages.map((message, index): Arrow => {
    const inward = message.direction === 'in';
    const there = at(placeOf(message));
    const here = at('');
    return {
      index,
      y: HEAD + ROW * (index + 0.75),
      from: inward ? there : here,
      to: inward ? here : there,
      label: label(message.text),
      detail: sdp(message.text) ? mediaOf(sdp(message.text)) : '',
      ms: message.ms,
      kind: kind(message.text),
      repeated: again[index] ?? false,
    };
  });
  return { lanes, arrows, width, height: HEAD + ROW * (messages.length + 0.75) };
}

export function placeOf(message: Traced): string {
  return `${message.transport} ${message.remote}`;
}

function label(text: string): string {
  const code = text.startsWith('{') ? 100 : status(text);
  return code >= 200 || code === 0 ? withMethod(text, code) : headline(text);
}

function withMethod(text: string, code: number): string {
  const of = method(text);
  return code === 0 || of === 'INVITE' ? headline(text) : `${headline(text)} (${of})`;
}

function kind(text: string): Arrow['kind'] {
  const code = status(text);
  return code === 0 ? 'request' : code < 200 ? 'provisional' : code < 300 ? 'good' : 'bad';
}

/** `audio, video` of a description. */
function mediaOf(description: string): string {
  const kinds = [...description.matchAll(/^m=(\w+) (\d+)/gm)].map((m) => (m[2] === '0' ? `(${m[1]})` : m[1]));
  return `SDP ${kinds.join(', ')}`;
}
