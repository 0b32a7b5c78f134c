import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Holding } from '../src/holding.js';
import { Signal, type Call, type Message, type SignalOptions } from '../src/index.js';

/** A socket whose other end is the test. */
class FakeSocket {
  static all: FakeSocket[] = [];
  sent: Message[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  closed = false;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
    queueMicrotask(() => this.onopen?.());
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Message);
  }

  close(): void {
    this.closed = true;
  }

  says(message: Message): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  take(type: string): Message {
    const at = this.sent.findIndex((each) => each['type'] === type);
    assert.ok(at >= 0, `no ${type} in ${JSON.stringify(this.sent)}`);
    return this.sent.splice(at, 1)[0] as Message;
  }
}

/** As much of a connection as negotiation needs. */
class FakeConnection {
  static all: FakeConnection[] = [];
  signalingState = 'stable';
  connectionState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  candidates: unknown[] = [];
  restarts = 0;
  onnegotiationneeded?: (() => void) | null;
  onicecandidate?: ((event: unknown) => void) | null;
  onconnectionstatechange?: (() => void) | null;

  constructor(readonly settings: unknown) {
    FakeConnection.all.push(this);
  }

  tracks: unknown[] = [];

  getSenders(): unknown[] {
    return this.tracks.map((track) => ({ track }));
  }

  addTrack(track: unknown): unknown {
    this.tracks.push(track);
    queueMicrotask(() => this.signalingState === 'stable' && !this.remoteDescription && this.onnegotiationneeded?.());
    return {};
  }

  setLocalDescription(): Promise<void> {
    const answering = this.signalingState === 'have-remote-offer';
    const description = { type: answering ? 'answer' : 'offer', sdp: `v=${FakeConnection.all.indexOf(this)}` };
    this.localDescription = { ...description, toJSON: () => description } as RTCSessionDescriptionInit;
    this.signalingState = answering ? 'stable' : 'have-local-offer';
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    return Promise.resolve();
  }

  addIceCandidate(candidate: unknown): Promise<void> {
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  restartIce(): void {
    this.restarts++;
  }

  getTransceivers(): unknown[] {
    return [];
  }

  becomes(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  close(): void {
    this.signalingState = 'closed';
  }
}

const stream = { getTracks: () => [{ kind: 'audio', stop: () => undefined }] } as unknown as MediaStream;
const offer = (from: string, callId: string): Message => ({
  type: 'call-offer',
  from,
  callId,
  offer: { type: 'offer', sdp: 'theirs' },
  callType: 'audio',
  fromUsername: from,
});

function device(): Signal {
  return new Signal(settings());
}

function settings(): SignalOptions {
  return {
    url: 'wss://node/signal',
    token: 't',
    device: 'd1',
    iceServers: [],
    WebSocket: FakeSocket as unknown as typeof WebSocket,
    connection: (settings) => new FakeConnection(settings) as unknown as RTCPeerConnection,
    capture: () => Promise.resolve(stream),
    newStream: () => ({ addTrack: () => undefined }) as unknown as MediaStream,
  };
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 5));
const socket = (): FakeSocket => FakeSocket.all.at(-1) as FakeSocket;
const connection = (): FakeConnection => FakeConnection.all.at(-1) as FakeConnection;

async function online(signal: Signal, more: Message = {}): Promise<void> {
  await turn();
  socket().take('auth');
  socket().says({ type: 'auth-ok', userId: 'alice', deviceId: 'd1', resumed: false, calls: [], rooms: [], ...more });
}

async function signedIn(): Promise<Signal> {
  const signal = device();
  const ready = signal.connect();
  await online(signal);
  await ready;
  return signal;
}

beforeEach(() => {
  FakeSocket.all = [];
  FakeConnection.all = [];
});

test('a call is offered, answered and ended in the words of Wimpex', async () => {
  const signal = await signedIn();
  const call = await signal.call('bob', { audio: true });
  await turn();
  const sent = socket().take('call-offer');
  assert.deepEqual(Object.keys(sent).sort(), ['callId', 'callType', 'fromUsername', 'offer', 'toId', 'type']);
  assert.match(call.id, /^call_\d+/);
  socket().says({ type: 'ice-candidate', from: 'bob', candidate: { candidate: 'early', sdpMid: '0' } });
  await turn();
  assert.deepEqual(connection().candidates, []);
  socket().says({ type: 'call-ringing', from: 'bob', callId: call.id });
  assert.equal(call.state, 'ringing');
  socket().says({ type: 'call-answer', from: 'bob', callId: call.id, answer: { type: 'answer', sdp: 'theirs' } });
  await turn();
  assert.equal(connection().candidates.length, 1);
  connection().becomes('connected');
  assert.equal(call.state, 'connected');
  call.end();
  assert.equal(socket().take('call-end')['callId'], call.id);
  assert.equal(signal.calls.size, 0);
  signal.close();
});

test('an incoming call rings, is answered, and ends from there', async () => {
  const signal = await signedIn();
  const incoming = signal.once('incoming');
  socket().says(offer('bob', 'c1'));
  const call = await incoming;
  assert.equal(socket().take('call-ringing')['toId'], 'bob');
  socket().says({ type: 'ice-candidate', from: 'bob', callId: 'c1', candidates: [{ candidate: 'a' }, { candidate: '' }] });
  await call.answer();
  assert.equal((socket().take('call-answer')['answer'] as RTCSessionDescriptionInit).type, 'answer');
  assert.deepEqual(connection().candidates, [{ candidate: 'a' }]);
  const ended = call.once('ended');
  socket().says({ type: 'call-end', from: 'bob', callId: 'c1' });
  assert.equal(await ended, 'ended');
  signal.close();
});

for (const [type, more, reason] of [
  ['call-reject', {}, 'rejected'],
  ['call-busy', { reason: 'busy' }, 'busy'],
  ['call-busy', { reason: 'do-not-disturb' }, 'do-not-disturb'],
  ['call-timeout', { reason: 'timeout' }, 'timeout'],
  ['call-unavailable', { reason: 'offline' }, 'offline'],
] as const) {
  test(`${type} ends a call of ours`, async () => {
    const signal = await signedIn();
    const call = await signal.call('bob');
    const ended = call.once('ended');
    socket().says({ type, from: 'bob', callId: call.id, ...more });
    assert.equal(await ended, reason);
    assert.equal(connection().signalingState, 'closed');
    signal.close();
  });
}

test('what is said while the connection is gone goes out when it is back', async () => {
  const signal = await signedIn();
  const call = await signal.call('bob');
  await turn();
  socket().take('call-offer');
  socket().says({ type: 'call-answer', from: 'bob', callId: call.id, answer: { type: 'answer', sdp: 'x' } });
  await turn();
  signal.networkChanged();
  assert.equal(connection().restarts, 1);
  signal.text('bob', 'hello');
  await online(signal, { resumed: true, calls: [{ callId: call.id }] });
  assert.equal(socket().take('message')['text'], 'hello');
  assert.equal(signal.calls.size, 1);
  signal.close();
});

test('a text is told whether it was taken, and comes with the number of the history', async () => {
  const signal = await signedIn();
  const sends = async (answer: Message) => {
    const taken = signal.text('bob', 'hello');
    socket().says({ ...answer, id: socket().take('message')['id'] });
    return taken;
  };
  assert.equal(await sends({ type: 'message-sent', status: 202 }), true);
  assert.equal(await sends({ type: 'error', code: 'unavailable', of: 'message', status: 480 }), false);
  const heard = signal.once('message');
  socket().says({ type: 'message', from: 'bob', fromDevice: 'sip', text: 'hi', number: 17, sent: '2026-11-21T14:00:00Z' });
  const { from, text, number, at } = await heard;
  assert.deepEqual([from, text, number, at], ['bob', 'hi', 17, Date.parse('2026-11-21T14:00:00Z')]);
  signal.close();
});

test('a call that the node has forgotten is over', async () => {
  const signal = await signedIn();
  const call = await signal.call('bob');
  await turn();
  const ended = call.once('ended');
  signal.networkChanged();
  await online(signal);
  assert.equal(await ended, 'lost');
  signal.close();
});

test('a device that was taken over does not come back by itself', async () => {
  const signal = await signedIn();
  socket().onclose?.({ code: 4001 });
  await turn();
  assert.equal(signal.state, 'replaced');
  assert.equal(FakeSocket.all.length, 1);
  signal.close();
});

test('a refusal is an error, and nobody tries again', async () => {
  const signal = device();
  const ready = signal.connect();
  await turn();
  socket().says({ type: 'auth-fail', code: 'wrong', reason: 'no' });
  await assert.rejects(ready);
  assert.equal(signal.state, 'refused');
  signal.close();
});

for (const order of ['their offer first', 'the word of the node first']) {
  test(`our call becomes theirs where both called: ${order}`, async () => {
    const signal = await signedIn();
    const seen: Call[] = [];
    signal.on('incoming', (call) => seen.push(call));
    const call = await signal.call('bob');
    await turn();
    const mine = socket().take('call-offer')['callId'];
    const glare = { type: 'call-glare', callId: mine, wins: 'call_0', from: 'bob' };
    const theirs = offer('bob', 'call_0');
    for (const message of order.startsWith('their') ? [theirs, glare] : [glare, theirs]) {
      socket().says(message);
    }
    await turn();
    assert.equal(socket().take('call-answer')['callId'], 'call_0');
    assert.equal(call.id, 'call_0');
    assert.equal(signal.calls.size, 1);
    assert.equal(call.outgoing, false);
    assert.deepEqual(seen, []);
    signal.close();
  });
}

test('of two offers that cross in a call the caller keeps its own', async () => {
  const signal = await signedIn();
  const call = await signal.call('bob');
  await turn();
  socket().says({ type: 'call-answer', from: 'bob', callId: call.id, answer: { type: 'answer', sdp: 'x' } });
  await turn();
  connection().onnegotiationneeded?.();
  await turn();
  socket().take('call-renegotiate');
  socket().says({ type: 'call-renegotiate', from: 'bob', callId: call.id, offer: { type: 'offer', sdp: 'y' } });
  await turn();
  assert.equal(connection().signalingState, 'have-local-offer');
  assert.equal(socket().sent.filter((each) => each['type'] === 'call-renegotiate-answer').length, 0);
  signal.close();
});

test('who comes into a room offers to those who are there', async () => {
  const signal = await signedIn();
  const room = await signal.join('r');
  assert.equal(socket().take('room-join')['room'], 'r');
  socket().says({ type: 'room-joined', room: 'r', members: [{ userId: 'bob', deviceId: 'b1' }] });
  await turn();
  const sent = socket().take('call-offer');
  assert.deepEqual([sent['room'], sent['toId'], sent['toDevice']], ['r', 'bob', 'b1']);
  socket().says({ ...offer('carol', 'x'), room: 'r', fromDevice: 'c1' });
  await turn();
  assert.equal(socket().take('call-answer')['toDevice'], 'c1');
  assert.equal(room.peers.size, 2);
  socket().says({ type: 'room-member-left', room: 'r', from: 'carol', fromDevice: 'c1' });
  assert.equal(room.peers.size, 1);
  signal.close();
});

test('a page that is a phone besides says so, and asks for pages only', async () => {
  const signal = new Signal({ ...settings(), sip: false });
  const ready = signal.connect();
  await turn();
  assert.equal(socket().take('auth')['sip'], false);
  socket().says({ type: 'auth-ok', userId: 'alice', deviceId: 'd1', resumed: false, calls: [], rooms: [] });
  await ready;
  const call = signal.place('bob', { direct: true });
  const connected = call.once('connection');
  await connected;
  await turn();
  assert.equal(socket().take('call-offer')['direct'], true);
  socket().says({ type: 'call-answer', from: 'bob', fromDevice: 'sip', callId: call.id, answer: { type: 'answer', sdp: '' } });
  assert.equal(call.device, 'sip');
  signal.close();
});

test('a call that cannot begin is over', async () => {
  const signal = new Signal({ ...settings(), capture: () => Promise.reject(new Error('no microphone')) });
  const ready = signal.connect();
  await online(signal);
  await ready;
  assert.equal(await signal.place('bob').once('ended'), 'failed');
  signal.close();
});

test('the page after a reload goes on with a connection of its own', async () => {
  const signal = await signedIn();
  const call = signal.resume({ id: 'c1', user: 'bob', outgoing: false, video: false, name: 'Bob', device: 'b1' });
  await turn();
  const offered = socket().take('call-renegotiate');
  assert.deepEqual([offered['callId'], offered['toId'], offered['fresh']], ['c1', 'bob', true]);
  socket().says({ type: 'call-renegotiate-answer', from: 'bob', callId: 'c1', answer: { type: 'answer', sdp: '' } });
  await turn();
  connection().becomes('connected');
  assert.equal(call.state, 'connected');
  call.end();
  assert.equal(socket().take('call-end')['callId'], 'c1');
  signal.close();
});

test('a call that the node has forgotten is not gone on with', async () => {
  const signal = await signedIn();
  const call = signal.resume({ id: 'c1', user: 'bob', outgoing: true, video: false, name: 'Bob' });
  const ended = call.once('ended');
  await turn();
  socket().take('call-renegotiate');
  socket().says({ type: 'error', code: 'no-such-call', of: 'call-renegotiate', callId: 'c1' });
  assert.equal(await ended, 'no-such-call');
  signal.close();
});

test('where the other page was reloaded, the connection is another', async () => {
  const signal = await signedIn();
  const call = await signal.call('bob', { audio: true });
  await turn();
  socket().says({ type: 'call-answer', from: 'bob', callId: call.id, answer: { type: 'answer', sdp: '' } });
  await turn();
  const before = connection();
  socket().says({
    type: 'call-renegotiate', from: 'bob', callId: call.id, fresh: true, offer: { type: 'offer', sdp: 'new' },
  });
  await turn();
  assert.equal(before.signalingState, 'closed');
  assert.notEqual(connection(), before);
  assert.equal(connection().remoteDescription?.sdp, 'new');
  assert.deepEqual(connection().tracks, before.tracks);
  assert.equal(socket().take('call-renegotiate-answer')['callId'], call.id);
  signal.close();
});

class Line {
  currentDirection = null;
  constructor(public direction: string) {}
}

test('who holds brings every line to rest, and back to what it was', () => {
  const lines = [new Line('sendrecv'), new Line('recvonly')];
  const connection = { getTransceivers: () => lines } as unknown as RTCPeerConnection;
  const holding = new Holding(() => assert.fail('nobody else holds'));
  holding.hold(connection, true);
  holding.hold(connection, true);
  assert.deepEqual(lines.map((each) => each.direction), ['inactive', 'inactive']);
  holding.heard({ type: 'answer', sdp: 'v=0\r\nm=audio 9\r\na=inactive\r\n' });
  holding.hold(connection, false);
  assert.deepEqual(lines.map((each) => each.direction), ['sendrecv', 'recvonly']);
});

test('who is held is told once, and once when it is over', () => {
  const told: boolean[] = [];
  const holding = new Holding((held) => told.push(held));
  const offer = (direction: string) =>
    holding.heard({ type: 'offer', sdp: `v=0\r\nm=video 9\r\na=inactive\r\nm=audio 9\r\na=${direction}\r\n` });
  offer('sendrecv');
  offer('inactive');
  offer('sendonly');
  offer('recvonly');
  assert.deepEqual(told, [true, false]);
});

test('TURN is asked for as who has signed in, by a token or by a password', async () => {
  const real = globalThis.fetch;
  const asked: string[] = [];
  globalThis.fetch = ((url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(`${url} ${headers['authorization']}`);
    return Promise.resolve(Response.json({ iceServers: [{ urls: 'turn:node:3478' }], ttl: 60 }));
  }) as typeof fetch;
  try {
    const { iceServers: _, token: __, ...bare } = settings();
    const servers = [{ urls: 'turn:node:3478' }];
    assert.deepEqual(await new Signal({ ...bare, token: 't' }).iceServers(), servers);
    assert.deepEqual(await new Signal({ ...bare, user: 'alice', password: 'grün' }).iceServers(), servers);
    assert.deepEqual(await new Signal(bare).iceServers(), []);
    assert.deepEqual(asked, [
      'https://node/api/me/turn Bearer t',
      `https://node/api/turn Basic ${Buffer.from('alice:grün').toString('base64')}`,
    ]);
  } finally {
    globalThis.fetch = real;
  }
});
