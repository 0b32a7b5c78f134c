// Enough of SIP to show a message: its first line and a few fields. Calls from page to page say JSON
// objects instead: their type is the first line.
import type { Traced } from './types';

/** A field's first value, by its long name or its compact one; empty where there is none. */
export function field(text: string, name: string, compact = ''): string {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  for (const line of head.split(/\r?\n/).slice(1)) {
    const colon = line.indexOf(':');
    const key = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && (key === name.toLowerCase() || (compact && key === compact))) {
      return line.slice(colon + 1).trim();
    }
  }
  return '';
}

interface Said { type?: unknown; offer?: { sdp?: unknown }; answer?: { sdp?: unknown } }

/** A message of `/signal`; null for one of SIP. */
function json(text: string): Said | null {
  if (!text.startsWith('{')) {
    return null;
  }
  try {
    return JSON.parse(text) as Said;
  } catch {
    return {};
  }
}

/** `INVITE`, or `180 Ringing`, or `call-offer`. */
export function headline(text: string): string {
  const said = json(text);
  if (said) {
    return String(said.type ?? '');
  }
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  return line.startsWith('SIP/2.0 ') ? line.slice(8) : (line.split(' ', 1)[0] ?? '');
}

/** The method of a request, or the one a response answers. */
export function method(text: string): string {
  return field(text, 'CSeq').split(/\s+/)[1] ?? '';
}

/** Who refused a call, as the first final refusal that came in says; a proxy may pass on another
    (RFC 3261 section 16.7). Null where nobody out there did. */
export function refusal(messages: readonly Traced[]): { place: string; said: string } | null {
  const found = messages.find((message) =>
    message.direction === 'in' && message.text.startsWith('SIP/2.0 ') && method(message.text) === 'INVITE' &&
    status(message.text) >= 300 && ![401, 407, 487].includes(status(message.text)));
  return found ? { place: `${found.transport} ${found.remote}`, said: headline(found.text) } : null;
}

/** What the types of /signal that answer something mean in SIP. */
const MEANT: Readonly<Record<string, number>> = {
  'call-ringing': 180, 'call-answer': 200, 'call-renegotiate-answer': 200, 'call-reject': 603, 'call-busy': 486,
  'call-unavailable': 480, 'call-timeout': 408, 'call-glare': 491, error: 400,
};

/** The status of a response; 0 for a request. */
export function status(text: string): number {
  const said = json(text);
  if (said) {
    return MEANT[String(said.type)] ?? 0;
  }
  return text.startsWith('SIP/2.0 ') ? Number(text.slice(8, 11)) : 0;
}

/** The session description in a message; empty where it carries none. */
export function sdp(text: string): string {
  const said = json(text);
  if (said) {
    const body = said.offer?.sdp ?? said.answer?.sdp;
    return typeof body === 'string' ? body.trimEnd() : '';
  }
  const at = text.search(/\r?\n\r?\n/);
  const body = at < 0 ? '' : text.slice(at).replace(/^(\r?\n)+/, '');
  return body.startsWith('v=0') ? body.trimEnd() : '';
}

/** `alice` of `"Alice" <sip:alice@example.org>;tag=1`, `sip:alice@example.org` or the like. */
export function person(uri: string): string {
  const found = /sips?:([^@;>]+)@/.exec(uri);
  return found ? decoded(found[1] ?? '') : uri.replace(/^<?sips?:|>.*$/g, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Those of the messages that were sent or came before, word for word, the same way. */
export function repeats(messages: readonly Traced[]): boolean[] {
  const seen = new Set<string>();
  return messages.map((message) => {
    const key = `${message.direction} ${message.remote} ${message.text}`;
    const again = seen.has(key);
    seen.add(key);
    return again;
  });
}
