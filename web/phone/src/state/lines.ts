// The two lines to the server: SIP, and /signal beside it. Who listens to them is said once, at the
// start.
import { DirectLine, type DirectEars } from '../signal/line';
import { Line, type LineEars } from '../sip/line';
import { iceServers } from './ice';

export interface Ears {
  readonly sip: LineEars;
  readonly direct: Omit<DirectEars, 'config'>;
}

let ears: Ears | null = null;

/** Tells them what happens from now on. */
export function listen(to: Ears): void {
  ears = to;
}

export function config(): RTCConfiguration {
  return { iceServers: [...iceServers.value], bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' };
}

export const theLine = new Line({
  presence: (presence) => ears?.sip.presence(presence),
  refused: (status, cause) => ears?.sip.refused(status, cause),
  offered: (session, sdp, callId) => ears?.sip.offered(session, sdp, callId),
  message: (from, text, number, at) => ears?.sip.message(from, text, number, at),
});

export const theDirectLine = new DirectLine({
  online: (on) => ears?.direct.online(on),
  offered: (call) => ears?.direct.offered(call),
  config,
});
