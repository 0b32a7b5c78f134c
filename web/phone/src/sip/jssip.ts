// What JsSIP can do and its types leave out, and how its events are read.
import type { RTCSession } from 'jssip/lib/RTCSession';
import { QUIET, type CallEnd } from '../words/failures';

interface Adopted {
  accept(then: (session: RTCSession) => void, options?: Record<string, unknown>): void;
  reject(): void;
}

/** Events of a session for transfers. */
export interface Extras {
  on(name: 'refer', then: (event: Adopted & { request: { refer_to: { uri: { user: string; host: string } } } }) => void): void;
  on(name: 'replaces', then: (event: Adopted) => void): void;
}

interface Message {
  readonly status_code?: number;
  readonly reason_phrase?: string;
  getHeader?(name: string): string | undefined;
}

/** Why a session is over. */
export function callEnd(event: { cause: string; message?: unknown }): CallEnd {
  const message = event.message as Message | null | undefined;
  const header = message?.getHeader?.('Warning') ?? message?.getHeader?.('Reason') ?? '';
  const quoted = /"([^"]*)"/.exec(header)?.[1] ?? '';
  const quiet = message?.reason_phrase?.toLowerCase() === QUIET.toLowerCase() ? QUIET : '';
  return { cause: event.cause, status: message?.status_code ?? 0, why: quoted || quiet };
}

/** Whether a description offers a picture that may be seen. */
export function offersVideo(sdp: string): boolean {
  return sdp
    .split(/^(?=m=)/m)
    .some((part) => /^m=video (?!0 )/.test(part) && !/^a=(inactive|recvonly)\s*$/m.test(part));
}
