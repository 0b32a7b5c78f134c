// A call that SIP brings, as the switchboard takes it.
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { Switchboard } from '../calls/switchboard';
import type { Talk } from '../calls/talk';
import { offersVideo } from './jssip';
import { ofSession, type SessionData } from './talk';

/** A session that JsSIP offers us; null where it does not ring here. */
export function offered(board: Switchboard, session: RTCSession, sdp: string): Talk | null {
  const from = session.remote_identity as unknown as { display_name?: string; uri: { user: string; host: string } };
  const address = from.uri.user || from.uri.host;
  const about = { peer: from.display_name || address, address, incoming: true, videoOffered: offersVideo(sdp) };
  const { replaces } = session.data as SessionData;
  const talk = board.offered(about, ofSession(session, null), replaces);
  if (!talk) {
    session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
  }
  return replaces === undefined ? talk : null;
}
