// One line: signing in and one call at a time. All SIP is JsSIP's; this file turns its events into
// the few states that the page shows.
import * as JsSIP from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { CallEnd } from './words';

/** Whether the server knows where to ring us. */
export type Presence = 'off' | 'connecting' | 'on' | 'lost';

/** A call as the page shows it. */
export interface Call {
  readonly peer: string;
  readonly incoming: boolean;
  readonly stage: 'ringing' | 'calling' | 'talking';
  readonly muted: boolean;
  readonly held: boolean;
  readonly heldByPeer: boolean;
}

/** What the line tells the page. */
export interface Ears {
  presence(presence: Presence): void;
  refused(status: number, cause: string): void;
  call(call: Call): void;
  ended(end: CallEnd, peer: string): void;
  sound(stream: MediaStream): void;
}

interface Account {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
  readonly socket: string;
}

/** What JsSIP's UA can do and its types leave out. */
interface Asks {
  sendOptions(
    target: JsSIP.URI,
    body: undefined,
    options: { eventHandlers: { succeeded: () => void; failed: (event: { originator: string }) => void } },
  ): void;
}

export class Line {
  private ua: JsSIP.UA | null = null;
  private session: RTCSession | null = null;
  private current: Call | null = null;
  private wantsHold = false;
  private domain = '';

  constructor(private readonly ears: Ears) {}

  /** The running call's connection, for its statistics. */
  get connection(): RTCPeerConnection | null {
    return this.session?.connection ?? null;
  }

  signIn(account: Account): void {
    this.signOut();
    this.domain = account.domain;
    const ua = new JsSIP.UA({
      sockets: new JsSIP.WebSocketInterface(account.socket),
      uri: `sip:${encodeURIComponent(account.user)}@${account.domain}`,
      authorization_user: account.user,
      password: account.password,
      register_expires: 300,
      session_timers: false,
      no_answer_timeout: 600, // how long it rings is the caller's and the server's affair
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: 'Jackfield phone',
    });
    this.ua = ua;
    let registered = false;
    // A line that was signed out still says farewell to the server: that is of no interest here.
    const on = <T>(name: string, then: (event: T) => void) =>
      ua.on(name as never, ((event: T) => this.ua === ua && then(event)) as never);
    on('registered', () => {
      registered = true;
      this.ears.presence('on');
    });
    on('unregistered', () => this.ears.presence('lost'));
    on('registrationFailed', (event: { response?: { status_code: number } | null; cause?: string }) => {
      const status = event.response?.status_code ?? 0;
      if (!registered || status === 401 || status === 403) {
        this.ears.refused(status, event.cause ?? '');
      } else {
        this.ears.presence('lost');
      }
    });
    on('disconnected', () => this.ears.presence(registered ? 'lost' : 'connecting'));
    on('newRTCSession', (event: { session: RTCSession; originator: string }) => {
      if (event.originator === 'remote') {
        this.offered(event.session);
      }
    });
    this.ears.presence('connecting');
    ua.start();
  }

  /** The network is back: asks the server at once whether the connection outlived it. */
  refresh(): void {
    const { ua, ears } = this;
    if (!ua?.isConnected()) {
      return; // JsSIP connects again by itself
    }
    const answered = () => {
      if (this.ua === ua && ua.isRegistered()) {
        ears.presence('on');
      }
    };
    const server = new JsSIP.URI('sip', '', this.domain);
    (ua as unknown as Asks).sendOptions(server, undefined, {
      eventHandlers: {
        succeeded: answered,
        failed: (event) => void (event.originator === 'remote' && answered()),
      },
    });
  }

  signOut(): void {
    const ua = this.ua;
    this.ua = null;
    ua?.stop();
    this.ears.presence('off');
  }

  call(target: string, stream: MediaStream): void {
    if (!this.ua || this.session) {
      return;
    }
    this.current = {
      peer: target, incoming: false, stage: 'calling', muted: false, held: false, heldByPeer: false,
    };
    const session = this.ua.call(target, { mediaStream: stream, pcConfig: CONNECTION });
    this.follow(session);
    this.change({});
  }

  answer(stream: MediaStream): void {
    this.session?.answer({ mediaStream: stream, pcConfig: CONNECTION });
  }

  /** This phone can't take the call, others of the same person may. */
  pass(): void {
    this.session?.terminate({ status_code: 480, reason_phrase: 'Temporarily Unavailable' });
  }

  /** The person does not want the call, on no phone. */
  decline(): void {
    this.session?.terminate({ status_code: 603, reason_phrase: 'Decline' });
  }

  hangUp(): void {
    if (this.session && !this.session.isEnded()) {
      this.session.terminate();
    }
  }

  mute(on: boolean): void {
    if (on) {
      this.session?.mute({ audio: true });
    } else {
      this.session?.unmute({ audio: true });
    }
  }

  hold(on: boolean): void {
    this.wantsHold = on;
    this.settleHold();
  }

  /** One re-INVITE at a time (RFC 3261 section 14.1): a wish that comes meanwhile waits. */
  private settleHold(): void {
    const { session, wantsHold } = this;
    if (!session?.isEstablished() || session.isOnHold().local === wantsHold) {
      return;
    }
    const settled = () => this.settleHold();
    const begun = wantsHold ? session.hold({}, settled) : session.unhold({}, settled);
    if (!begun) {
      window.setTimeout(settled, 200);
    }
  }

  key(digit: string): void {
    this.session?.sendDTMF(digit, { transportType: 'RFC2833' as never, duration: 120 });
  }

  private offered(session: RTCSession): void {
    if (this.session) {
      session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
      return;
    }
    const from = session.remote_identity;
    this.current = {
      peer: from.display_name || from.uri.user || from.uri.host,
      incoming: true, stage: 'ringing', muted: false, held: false, heldByPeer: false,
    };
    this.follow(session);
    this.change({});
  }

  private follow(session: RTCSession): void {
    this.session = session;
    this.wantsHold = false;
    const listen = (connection: RTCPeerConnection) =>
      connection.addEventListener('track', (event) => {
        this.ears.sound(event.streams[0] ?? new MediaStream([event.track]));
      });
    if (session.connection) {
      listen(session.connection);
    } else {
      session.on('peerconnection', (event: { peerconnection: RTCPeerConnection }) =>
        listen(event.peerconnection));
    }
    session.on('progress', () => {
      if (this.current?.incoming === false) {
        this.change({ stage: 'ringing' });
      }
    });
    session.on('confirmed', () => this.change({ stage: 'talking' }));
    session.on('muted', () => this.change({ muted: true }));
    session.on('unmuted', () => this.change({ muted: false }));
    session.on('hold', (event: { originator: string }) =>
      this.change(event.originator === 'local' ? { held: true } : { heldByPeer: true }));
    session.on('unhold', (event: { originator: string }) =>
      this.change(event.originator === 'local' ? { held: false } : { heldByPeer: false }));
    const over = (event: { cause: string; message?: unknown }) => {
      const peer = this.current?.peer ?? '';
      this.session = null;
      this.current = null;
      this.ears.ended(end(event), peer);
    };
    session.on('ended', over as never);
    session.on('failed', over as never);
  }

  private change(change: Partial<Call>): void {
    if (this.current) {
      this.current = { ...this.current, ...change };
      this.ears.call(this.current);
    }
  }
}

/** No STUN or TURN of strangers: the server itself can be reached. */
const CONNECTION: RTCConfiguration = {
  iceServers: [],
  bundlePolicy: 'max-bundle',
  rtcpMuxPolicy: 'require',
};

function end(event: { cause: string; message?: unknown }): CallEnd {
  const message = event.message as
    | { status_code?: number; getHeader?: (name: string) => string | undefined }
    | null
    | undefined;
  const header = message?.getHeader?.('Warning') ?? message?.getHeader?.('Reason') ?? '';
  const quoted = /"([^"]*)"/.exec(header)?.[1] ?? '';
  return { cause: event.cause, status: message?.status_code ?? 0, why: quoted };
}
