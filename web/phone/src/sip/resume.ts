// A call that outlives its page. What is kept is the dialog; the page that comes next puts itself
// in the place of the one before and asks by re-INVITE for sound on a connection of its own. Every
// peer knows that: to it, a browser has changed its network. JsSIP has no words for it, so this is
// the one file that knows its insides.
import Dialog from 'jssip/lib/Dialog';
import { URI, type UA } from 'jssip';
import * as sessions from 'jssip/lib/RTCSession';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { KeptTalk } from '../calls/talk';

/** A dialog (RFC 3261 section 12) and what was agreed on in it, as JSON. */
export interface KeptSip extends KeptTalk {
  readonly way: 'sip';
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly localSequence: number;
  readonly remoteSequence: number;
  readonly localUri: string;
  readonly remoteUri: string;
  readonly target: string;
  readonly routes: readonly string[];
  readonly outgoing: boolean;
  /** The media of the description, in their order: an offer never has fewer (RFC 3264 section 8). */
  readonly media: readonly string[];
}

interface DialogInside {
  _id: { call_id: string; local_tag: string; remote_tag: string; toString(): string };
  _local_seqnum: number | null;
  _remote_seqnum: number | null;
  _local_uri: URI;
  _remote_uri: URI;
  _remote_target: URI;
  _route_set: string[];
}

interface SessionInside {
  _dialog: DialogInside | null;
  _localHold: boolean;
  _audioMuted: boolean;
  _connection: RTCPeerConnection | null;
  _createRTCConnection(config: RTCConfiguration, constraints: null): void;
  _sendReinvite(options: { eventHandlers: { succeeded: () => void; failed: () => void } }): void;
}

const Session = (sessions as unknown as { default: { new (ua: UA): RTCSession; readonly C: { readonly STATUS_CONFIRMED: number } } }).default;

/** What is to be kept of a call that is established; null of any other. */
export function keepDialog(session: RTCSession): KeptSip | null {
  const inside = session as unknown as SessionInside;
  const dialog = inside._dialog;
  if (!dialog || !session.isEstablished() || !inside._connection?.remoteDescription) {
    return null;
  }
  return {
    way: 'sip',
    callId: dialog._id.call_id,
    localTag: dialog._id.local_tag,
    remoteTag: dialog._id.remote_tag,
    localSequence: dialog._local_seqnum ?? 0,
    remoteSequence: dialog._remote_seqnum ?? 0,
    localUri: dialog._local_uri.toString(),
    remoteUri: dialog._remote_uri.toString(),
    target: dialog._remote_target.toString(),
    routes: [...dialog._route_set],
    outgoing: session.direction === 'outgoing',
    held: inside._localHold,
    muted: inside._audioMuted,
    media: [...inside._connection.remoteDescription.sdp.matchAll(/^m=(\w+)/gm)].map((line) => line[1] ?? ''),
  };
}

/** The session of a kept dialog; it has no sound before [askForSound]. */
export function resumed(ua: UA, kept: KeptSip, stream: MediaStream, config: RTCConfiguration): RTCSession {
  const session = new Session(ua);
  const dialog = Object.assign(Object.create(Dialog.prototype) as object, {
    _owner: session,
    _ua: ua,
    _uac_pending_reply: false,
    _uas_pending_reply: false,
    _id: {
      call_id: kept.callId, local_tag: kept.localTag, remote_tag: kept.remoteTag,
      toString() {
        return this.call_id + this.local_tag + this.remote_tag;
      },
    },
    _state: 2, // confirmed
    // Requests of the last moment may not have been kept: a gap does no harm, a repetition does.
    _local_seqnum: kept.localSequence + 20,
    _remote_seqnum: kept.remoteSequence || null,
    _local_uri: URI.parse(kept.localUri),
    _remote_uri: URI.parse(kept.remoteUri),
    _remote_target: URI.parse(kept.target),
    _route_set: [...kept.routes],
    _incoming_ack_seqnum: null,
    _outgoing_ack_seqnum: null,
  });
  const fromTag = kept.outgoing ? kept.localTag : kept.remoteTag;
  const party = (uri: string) => ({ uri: URI.parse(uri), display_name: '' });
  Object.assign(session, {
    _dialog: dialog,
    _status: Session.C.STATUS_CONFIRMED,
    _is_confirmed: true,
    _direction: kept.outgoing ? 'outgoing' : 'incoming',
    _id: kept.callId + fromTag,
    _from_tag: fromTag,
    _to_tag: kept.outgoing ? kept.remoteTag : kept.localTag,
    _request: { call_id: kept.callId },
    _contact: String((ua as unknown as { contact: unknown }).contact),
    _local_identity: party(kept.localUri),
    _remote_identity: party(kept.remoteUri),
    _localHold: kept.held,
    _audioMuted: kept.muted,
    _localMediaStream: stream,
  });
  const registry = ua as unknown as { newDialog(dialog: object): void; _sessions: Record<string, RTCSession> };
  registry.newDialog(dialog);
  registry._sessions[session.id] = session;
  const inside = session as unknown as SessionInside;
  inside._createRTCConnection(config, null);
  for (const kind of kept.media) {
    const track = kind === 'audio' ? stream.getAudioTracks()[0] : undefined;
    if (track) {
      track.enabled = !kept.held && !kept.muted;
      inside._connection?.addTrack(track, stream);
    } else if (kind === 'video' || kind === 'audio') {
      inside._connection?.addTransceiver(kind, { direction: 'recvonly' });
    }
  }
  return session;
}

/** The re-INVITE; where it fails, the call is over. */
export function askForSound(session: RTCSession, told: (well: boolean) => void): void {
  (session as unknown as SessionInside)._sendReinvite({
    eventHandlers: {
      succeeded: () => told(true),
      failed: () => {
        told(false);
        session.terminate();
      },
    },
  });
}
