// The line to the server: registration, and what is not a call. All SIP is JsSIP's; this file turns
// its events into the few that the page needs.
import * as JsSIP from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';

/** Whether the server knows where to ring us. */
export type Presence = 'off' | 'connecting' | 'on' | 'lost';

export interface LineEars {
  presence(presence: Presence): void;
  refused(status: number, cause: string): void;
  /** Somebody calls, or takes the place of somebody who does (RFC 3891). */
  offered(session: RTCSession, sdp: string, callId: string): void;
  /**
   * @param from `bob@example.org`
   * @param number the server's, where it keeps messages
   * @param at when it was written (ms since 1970)
   */
  message(from: string, text: string, number: number | undefined, at: number): void;
}

export interface SipAccount {
  readonly user: string;
  readonly domain: string;
  readonly socket: string;
  /** A session token (RFC 8898); where the server gives none, the password, or what digest makes of
   * it in the server's realm (HA1). */
  readonly token: string;
  readonly password: string;
  readonly realm: string;
  readonly ha1: string;
  /** The same after a reload, so that the server knows this phone again (RFC 5626 section 4.1). */
  readonly instance: string;
  /** The user part of our contact. */
  readonly contact: string;
}

/** What JsSIP's UA can do and its types leave out. */
interface Asks {
  sendOptions(
    target: JsSIP.URI,
    body: undefined,
    options: { eventHandlers: { succeeded: () => void; failed: (event: { originator: string }) => void } },
  ): void;
}

/** How we prove who we are. */
function proof({ token, ha1, realm, password }: SipAccount): Record<string, string> {
  return token ? { authorization_jwt: `Bearer ${token}` } : ha1 ? { ha1, realm } : { password };
}

interface Incoming {
  readonly originator: string;
  readonly message: { readonly body?: string };
  readonly request: {
    readonly body?: string;
    readonly call_id?: string;
    readonly from: { readonly uri: { readonly user: string; readonly host: string } };
    getHeader(name: string): string | undefined;
  };
}

export class Line {
  ua: JsSIP.UA | null = null;
  private domain = '';
  private direct = false;
  private saidDirect = false;

  constructor(private readonly ears: LineEars) {}

  signIn(account: SipAccount): void {
    this.signOut();
    this.domain = account.domain;
    const ua = new JsSIP.UA({
      sockets: new JsSIP.WebSocketInterface(account.socket),
      uri: `sip:${encodeURIComponent(account.user)}@${account.domain}`,
      contact_uri: `sip:${account.contact}@phone.invalid;transport=ws`,
      instance_id: account.instance,
      authorization_user: account.user,
      ...proof(account),
      register_expires: 300,
      session_timers: false,
      no_answer_timeout: 600, // how long it rings is the caller's and the server's affair
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: 'Jackfield phone',
    });
    this.ua = ua;
    this.saidDirect = false;
    this.sayDirect();
    this.listen(ua);
    this.ears.presence('connecting');
    ua.start();
  }

  /** Says whether calls from page to page ring here too, so that no call rings here in both ways. */
  beside(direct: boolean): void {
    this.direct = direct;
    this.sayDirect();
  }

  get isBeside(): boolean {
    return this.direct;
  }

  private sayDirect(): void {
    const { ua, direct } = this;
    if (ua && direct !== this.saidDirect) {
      ua.registrator().setExtraContactParams(direct ? { '+jackfield.signal': '' } : {});
      if (ua.isRegistered()) {
        this.saidDirect = direct;
        ua.register();
      }
    }
  }

  /** What digest made of the password, once the server has asked for it. */
  get credentials(): { realm: string; ha1: string } {
    const said = this.ua as unknown as { get(name: string): string | null | undefined } | null;
    return { realm: said?.get('realm') ?? '', ha1: said?.get('ha1') ?? '' };
  }

  private listen(ua: JsSIP.UA): void {
    const { ears } = this;
    let registered = false;
    // A line that was signed out still says farewell to the server: that is of no interest here.
    const on = <T>(name: string, then: (event: T) => void) =>
      ua.on(name as never, ((event: T) => this.ua === ua && then(event)) as never);
    on('registered', () => {
      registered = true;
      ears.presence('on');
      this.sayDirect();
    });
    on('unregistered', () => ears.presence('lost'));
    on('registrationFailed', (event: { response?: { status_code: number } | null; cause?: string }) => {
      const status = event.response?.status_code ?? 0;
      if (!registered || status === 401 || status === 403) {
        ears.refused(status, event.cause ?? '');
      } else {
        ears.presence('lost');
      }
    });
    on('disconnected', () => ears.presence(registered ? 'lost' : 'connecting'));
    on('newRTCSession', (event: { session: RTCSession; originator: string; request: { body?: string; call_id?: string } }) => {
      if (event.originator === 'remote') {
        ears.offered(event.session, event.request.body ?? '', event.request.call_id ?? '');
      }
    });
    on('newMessage', (event: Incoming) => {
      if (event.originator === 'remote') {
        const { request } = event;
        const type = request.getHeader('Content-Type') ?? 'text/plain';
        if (type.startsWith('text/plain')) {
          const number = /^text-(\d{1,15})-/.exec(request.call_id ?? '')?.[1];
          const date = Date.parse(request.getHeader('Date') ?? '');
          const { user, host } = request.from.uri;
          ears.message(`${user}@${host}`, request.body ?? '', number ? Number(number) : undefined, Number.isFinite(date) ? date : Date.now());
        }
      }
    });
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
    this.direct = false;
    ua?.stop();
    this.ears.presence('off');
  }

  /** Begins a call; null where the target is no address. */
  call(target: string, stream: MediaStream, config: RTCConfiguration): RTCSession | null {
    try {
      return this.ua?.call(target, { mediaStream: stream, pcConfig: config }) ?? null;
    } catch {
      return null; // JsSIP throws where the target can't be an address
    }
  }

  /** Sends a short text; says whether it was taken. */
  say(target: string, text: string): Promise<boolean> {
    return new Promise((done) => {
      const { ua } = this;
      if (!ua) {
        done(false);
        return;
      }
      ua.sendMessage(target, text, {
        contentType: 'text/plain;charset=utf-8',
        eventHandlers: { succeeded: () => done(true), failed: () => done(false) },
      } as never);
    });
  }
}
