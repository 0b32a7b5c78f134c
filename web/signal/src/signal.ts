import { Call, type CallFacts, type CallHome } from './call.js';
import { remember, remembered } from './device.js';
import { Emitter } from './emitter.js';
import { IceServers, ofNode } from './ice-servers.js';
import { Room, type RoomHome } from './room.js';
import type { MediaWish, Message } from './surroundings.js';

export type SignalState = 'offline' | 'connecting' | 'online' | 'replaced' | 'refused';

export interface SignalEvents {
  state: SignalState;
  /** Somebody calls. */
  incoming: Call;
  /** A text from another user. `number` is what the node keeps it as, the same in its history;
   * `at`, where it waited, when it was written (ms since 1970). */
  message: { from: string; text: string; number: number | undefined; at: number | undefined; message: Message };
  /** How a user is whom we watch. */
  presence: { user: string; state: string };
  /** What the node did not do, and why. */
  error: { code: string; reason: string; message: Message };
  /** Every message from the node. */
  raw: Message;
}

export interface SignalOptions {
  /** `wss://host/signal`; that of the page's own host by default. */
  url?: string;
  /** A session's token, or what gives one. */
  token?: string | (() => string | Promise<string>);
  user?: string;
  password?: string;
  /** What this device is called; kept by the tab by default, so that a reload takes its calls over. */
  device?: string;
  /** What others are shown. */
  name?: string;
  callWaiting?: boolean;
  /** False where SIP calls must not ring here: the page is a SIP phone besides. */
  sip?: boolean;
  /** STUN and TURN; asked of the node (`GET /api/me/turn`, or `/api/turn`) by default. */
  iceServers?: RTCIceServer[] | (() => Promise<RTCIceServer[]>);
  WebSocket?: typeof WebSocket;
  connection?: (settings: RTCConfiguration) => RTCPeerConnection;
  capture?: (wish: MediaStreamConstraints) => Promise<MediaStream>;
  newStream?: () => MediaStream;
}

const TAKEN_OVER = 4001;
const SLOWEST_MS = 15_000;
const MOST_UNSENT = 256;

/** One device of a user at `/signal`: connects, comes back, calls and is called. */
export class Signal extends Emitter<SignalEvents> implements CallHome, RoomHome {
  state: SignalState = 'offline';
  userId = '';
  deviceId: string;
  readonly calls = new Map<string, Call>();
  readonly rooms = new Map<string, Room>();
  private socket: WebSocket | undefined;
  private unsent: string[] = [];
  private readonly texts = new Map<string, (taken: boolean) => void>();
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;
  private watching = new Set<string>();
  private readonly ice: IceServers;
  private readonly onNetwork = (): void => this.networkChanged();

  constructor(private readonly options: SignalOptions = {}) {
    super();
    this.deviceId = options.device ?? remembered();
    const { iceServers, user, password } = options;
    this.ice = new IceServers(async () =>
      typeof iceServers === 'function'
        ? { servers: await iceServers(), ttl: 600 }
        : ofNode(this.url(), { token: await this.token(), user, password }),
    );
  }

  get name(): string {
    return this.options.name ?? this.userId;
  }

  /** Signs in; fails when the node refuses. */
  connect(): Promise<void> {
    this.wanted = true;
    listen('addEventListener', this.onNetwork);
    return new Promise((done, failed) => {
      const off = this.on('state', (state) => {
        if (state === 'online' || state === 'refused') {
          off();
          if (state === 'online') {
            done();
          } else {
            failed(new Error('the node refused us'));
          }
        }
      });
      this.open();
    });
  }

  private url(): string {
    return this.options.url ?? `${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/signal`;
  }

  private open(): void {
    clearTimeout(this.retry);
    this.become('connecting');
    const socket = new (this.options.WebSocket ?? WebSocket)(this.url());
    this.socket = socket;
    socket.onopen = () => void this.introduce(socket);
    socket.onmessage = ({ data }) => {
      if (socket === this.socket) {
        this.receive(JSON.parse(String(data)) as Message);
      }
    };
    socket.onclose = ({ code }) => {
      if (socket === this.socket) {
        this.lost(code);
      }
    };
  }

  private async introduce(socket: WebSocket): Promise<void> {
    const { user, password, callWaiting, sip } = this.options;
    const token = await this.token();
    const who = token === undefined ? { user, password } : { token };
    const more = { ...(callWaiting === undefined ? {} : { callWaiting }), ...(sip === undefined ? {} : { sip }) };
    socket.send(JSON.stringify({ type: 'auth', ...who, device: this.deviceId, ...more }));
  }

  private async token(): Promise<string | undefined> {
    const { token } = this.options;
    return typeof token === 'function' ? token() : token;
  }

  private lost(code: number): void {
    this.socket = undefined;
    if (code === TAKEN_OVER) {
      this.wanted = false;
      this.become('replaced');
      return;
    }
    if (this.state === 'refused' || !this.wanted) {
      return;
    }
    this.become('offline');
    const wait = Math.min(SLOWEST_MS, 250 * 2 ** Math.min(this.tries++, 8)) * (0.5 + Math.random());
    this.retry = setTimeout(() => this.open(), wait);
  }

  /** The network is another: the connection and the ways of media are looked for anew. */
  networkChanged(): void {
    if (!this.wanted) {
      return;
    }
    const old = this.socket;
    this.socket = undefined;
    old?.close();
    this.tries = 0;
    this.open();
    this.calls.forEach((call) => call.restart());
    this.rooms.forEach((room) => room.restart());
  }

  /** Ends all calls and goes. */
  close(): void {
    this.wanted = false;
    clearTimeout(this.retry);
    listen('removeEventListener', this.onNetwork);
    [...this.calls.values()].forEach((call) => call.end());
    [...this.rooms.values()].forEach((room) => room.leave());
    this.send({ type: 'sign-out' });
    this.socket?.close();
    this.socket = undefined;
    this.become('offline');
  }

  private become(state: SignalState): void {
    if (state !== this.state) {
      this.state = state;
      this.emit('state', state);
    }
  }

  /** Sends, or keeps for when the connection is back. */
  send(message: Message): void {
    const text = JSON.stringify(message);
    if (this.state === 'online' && this.socket) {
      this.socket.send(text);
    } else if (this.unsent.length < MOST_UNSENT) {
      this.unsent.push(text);
    }
  }

  // Calls

  /** Calls a user; fails where microphone or camera can't be had. */
  async call(user: string, wish: MediaWish = {}): Promise<Call> {
    const call = this.made(user, wish);
    try {
      await call.begin(wish);
    } catch (broken) {
      call.over('failed');
      throw broken;
    }
    return call;
  }

  /** The same at once: what goes wrong on the way ends the call. */
  place(user: string, wish: MediaWish = {}): Call {
    const call = this.made(user, wish);
    call.begin(wish).catch(() => call.over('failed'));
    return call;
  }

  private made(user: string, wish: MediaWish): Call {
    const id = `call_${Date.now()}_${Math.random().toString(36).slice(2, 8)}`;
    const call = new Call(this, { id, user, outgoing: true, video: Boolean(wish.video), name: user });
    this.calls.set(id, call);
    return call;
  }

  /** Goes on with a call of the page before this one, whose device this is: with new connections on
   * both sides. Where the node knows it no longer, it ends. */
  resume(about: CallFacts, wish: MediaWish = {}): Call {
    const call = new Call(this, about);
    this.calls.set(call.id, call);
    call.again(wish).catch(() => call.over('failed'));
    return call;
  }

  /** A room is left. */
  without(room: string): void {
    this.rooms.delete(room);
  }

  /** A call is over. */
  forget(call: Call): void {
    this.calls.delete(call.id);
  }

  rename(call: Call, id: string): void {
    this.calls.delete(call.id);
    call.id = id;
    this.calls.set(id, call);
  }

  connection(settings: RTCConfiguration): RTCPeerConnection {
    return this.options.connection?.(settings) ?? new RTCPeerConnection(settings);
  }

  capture(wish: MediaStreamConstraints): Promise<MediaStream> {
    return this.options.capture?.(wish) ?? navigator.mediaDevices.getUserMedia(wish);
  }

  get newStream(): (() => MediaStream) | undefined {
    return this.options.newStream;
  }

  async iceServers(): Promise<RTCIceServer[]> {
    const { iceServers } = this.options;
    return Array.isArray(iceServers) ? iceServers : this.ice.now();
  }

  // Others

  /** Sends a text to all of a user's devices, phones too; tells whether the node took it. */
  text(user: string, text: string): Promise<boolean> {
    const id = `text_${Date.now()}_${Math.random().toString(36).slice(2, 8)}`;
    return new Promise((done) => {
      this.texts.set(id, done);
      this.send({ type: 'message', toId: user, text, id });
    });
  }

  private heard(message: Message): void {
    const { from, text, number, sent } = message;
    const at = typeof sent === 'string' ? Date.parse(sent) : NaN;
    this.emit('message', {
      from: String(from),
      text: String(text),
      number: typeof number === 'number' ? number : undefined,
      at: Number.isFinite(at) ? at : undefined,
      message,
    });
  }

  /** What became of a text of ours. */
  private settle(message: Message, taken: boolean): void {
    const id = String(message['id']);
    this.texts.get(id)?.(taken);
    this.texts.delete(id);
  }

  /** Is told how these users are, by the event `presence`. */
  watch(users: string[]): void {
    users.forEach((user) => this.watching.add(user));
    this.send({ type: 'presence-subscribe', users });
  }

  unwatch(users: string[]): void {
    users.forEach((user) => this.watching.delete(user));
    this.send({ type: 'presence-unsubscribe', users });
  }

  away(on: boolean): void {
    this.send({ type: 'settings', away: on });
  }

  callWaiting(on: boolean): void {
    this.options.callWaiting = on;
    this.send({ type: 'settings', callWaiting: on });
  }

  /** Joins a room: a connection to each member. */
  async join(room: string, wish: MediaWish = {}): Promise<Room> {
    const known = this.rooms.get(room);
    if (known) {
      return known;
    }
    const joined = new Room(this, room);
    this.rooms.set(room, joined);
    await joined.begin(wish);
    return joined;
  }

  // Messages

  private receive(message: Message): void {
    this.emit('raw', message);
    const type = String(message['type']);
    switch (type) {
      case 'auth-ok':
        return this.welcome(message);
      case 'auth-fail':
        return this.refused(message);
      case 'message':
        if (message['room'] === undefined) {
          this.heard(message);
          return;
        }
        break;
      case 'presence':
        this.emit('presence', { user: String(message['from']), state: String(message['state']) });
        return;
      case 'message-sent':
        this.settle(message, true);
        return;
      case 'error':
        this.settle(message, false);
        this.failed(message);
        return;
      default:
    }
    const room = message['room'];
    if (typeof room === 'string') {
      void this.rooms.get(room)?.receive(message);
    } else if (type === 'call-offer') {
      this.offered(message);
    } else if (type === 'call-glare') {
      this.glare(message);
    } else {
      void this.callOf(message)?.receive(message);
    }
  }

  /** Clients of the old kind name no call with their candidates. */
  private callOf(message: Message): Call | undefined {
    const id = message['callId'];
    if (typeof id === 'string') {
      return this.calls.get(id);
    }
    return [...this.calls.values()].reverse().find((call) => call.user === message['from']);
  }

  private welcome(message: Message): void {
    this.userId = String(message['userId']);
    this.deviceId = String(message['deviceId']);
    if (this.options.device === undefined) {
      remember(this.deviceId);
    }
    this.tries = 0;
    const known = new Set((message['calls'] as { callId: string }[]).map((each) => each.callId));
    this.become('online');
    for (const call of [...this.calls.values()]) {
      // What the node has forgotten while we were away is over; a call whose offer has not left
      // us yet it cannot know.
      if (!known.has(call.id) && message['resumed'] !== undefined && this.hasLeft(call)) {
        call.over('lost');
      }
    }
    this.unsent.splice(0).forEach((text) => this.socket?.send(text));
    if (message['resumed'] !== true && this.watching.size > 0) {
      this.send({ type: 'presence-subscribe', users: [...this.watching] });
    }
    if (message['resumed'] !== true) {
      this.rooms.forEach((room) => room.again());
    }
  }

  private hasLeft(call: Call): boolean {
    return (
      !call.outgoing || (call.peer?.pc.localDescription != null && !this.unsent.some((text) => text.includes(call.id)))
    );
  }

  private refused(message: Message): void {
    if (message['code'] === 'wait') {
      return; // the connection is tried again, later
    }
    this.emit('error', { code: String(message['code']), reason: String(message['reason']), message });
    this.wanted = false;
    this.become('refused');
    this.socket?.close();
  }

  private failed(message: Message): void {
    const code = String(message['code']);
    this.emit('error', { code, reason: String(message['reason']), message });
    const call = this.callOf(message);
    const gone = ['duplicate-call', 'too-many-calls', 'bad-message'].includes(code) && message['of'] === 'call-offer';
    if (call && (gone || (code === 'no-such-call' && message['of'] !== 'ice-candidate'))) {
      call.over(code);
    }
  }

  private offered(message: Message): void {
    const id = String(message['callId']);
    const user = String(message['from']);
    for (const call of this.calls.values()) {
      if (call.gaveWayTo === id) {
        void call.adopt(message);
        return;
      }
    }
    const call = new Call(
      this,
      {
        id,
        user,
        outgoing: false,
        video: message['callType'] === 'video',
        name: String(message['fromUsername'] ?? user),
        device: String(message['fromDevice'] ?? ''),
      },
      message['offer'] as RTCSessionDescriptionInit,
    );
    const ours = [...this.calls.values()].find((each) => each.outgoing && !each.answered && each.user === user);
    this.calls.set(id, call);
    if (ours) {
      // Both called at once: the node says in a moment which of the two stays.
      this.meeting.set(id, message);
      setTimeout(() => this.show(call), 1_000);
    } else {
      this.show(call);
    }
  }

  private readonly meeting = new Map<string, Message>();

  private show(call: Call): void {
    this.meeting.delete(call.id);
    if (this.calls.get(call.id) === call && call.state === 'incoming') {
      this.send({ type: 'call-ringing', toId: call.user, callId: call.id });
      this.emit('incoming', call);
    }
  }

  /** Our call gives way to theirs, which was or will be offered. */
  private glare(message: Message): void {
    const ours = this.calls.get(String(message['callId']));
    const wins = String(message['wins']);
    if (!ours) {
      return;
    }
    const offer = this.meeting.get(wins);
    const shown = this.calls.get(wins);
    if (offer) {
      this.meeting.delete(wins);
      this.calls.delete(wins);
      void ours.adopt(offer);
    } else if (shown && shown !== ours) {
      const wish = { stream: ours.local };
      ours.over('glare');
      void shown.answer(wish.stream ? { stream: wish.stream } : {});
    } else {
      ours.gaveWayTo = wins;
    }
  }
}

function listen(how: 'addEventListener' | 'removeEventListener', to: () => void): void {
  if (typeof globalThis[how] === 'function') {
    globalThis[how]('online', to);
  }
  const network = (globalThis.navigator as { connection?: EventTarget } | undefined)?.connection;
  network?.[how]('change', to);
}
