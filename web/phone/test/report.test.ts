// What the page tells the node of a direct call.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { sample } from '../src/quality/stats';
import { report, Reports, type Report } from '../src/signal/report';

const look = (received: number, lost: number): [string, Record<string, unknown>][] => [
  ['i', { type: 'inbound-rtp', kind: 'audio', packetsReceived: received, packetsLost: lost, jitter: 0.004, codecId: 'c' }],
  ['o', { type: 'outbound-rtp', kind: 'audio', packetsSent: 200 }],
  ['c', { type: 'codec', mimeType: 'audio/opus' }],
  ['p', { type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l', remoteCandidateId: 'r', currentRoundTripTime: 0.0312 }],
  ['l', { type: 'local-candidate', candidateType: 'relay', relayProtocol: 'tls', protocol: 'udp', address: '192.0.2.1', port: 9 }],
  ['l2', { type: 'local-candidate', candidateType: 'host' }],
  ['r', { type: 'remote-candidate', candidateType: 'srflx', protocol: 'udp', address: '192.0.2.2', port: 9 }],
];

test('a report names the path, what comes, and no address', () => {
  const before = sample(look(100, 0), 0);
  const stats = look(290, 10);
  const told = report(stats, before, sample(stats, 5000), 'connected');
  assert.equal(told.local, 'relay');
  assert.equal(told.protocol, 'tls');
  assert.equal(told.remote, 'srflx');
  assert.deepEqual(told.own, { relay: 1, host: 1 });
  assert.deepEqual(told.theirs, { srflx: 1 });
  assert.equal(told.codec, 'opus');
  assert.equal(told.packets, 290);
  assert.equal(told.sent, 200);
  assert.equal(told.lostPercent, 5);
  assert.equal(told.jitterMs, 4);
  assert.equal(told.roundTripMs, 31.2);
  assert.ok((told.mos ?? 0) > 3);
  assert.doesNotMatch(JSON.stringify(told), /192\.0\.2/);
});

test('a call without a path is told of too', () => {
  const told = report([], null, sample([], 0), 'failed');
  assert.equal(told.state, 'failed');
  assert.equal(told.mos, null);
  assert.equal(told.roundTripMs, null);
  assert.equal(told.packets, 0);
});

/** A connection whose counters grow by a second's packets at every look. */
function connection(): RTCPeerConnection {
  let packets = 0;
  return {
    iceConnectionState: 'connected',
    addEventListener: () => undefined,
    getStats: () => Promise.resolve(new Map(look((packets += 50), 0))),
  } as unknown as RTCPeerConnection;
}

async function seconds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    mock.timers.tick(1000);
    await new Promise((done) => setImmediate(done));
  }
}

test('a call of three seconds is told of after the first, and when it ends', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  try {
    const told: Report[] = [];
    const reports = new Reports((each) => told.push(each));
    reports.begin(connection());
    await seconds(3);
    assert.deepEqual(told.map((each) => each.packets), [100]);
    assert.ok((told[0]?.mos ?? 0) > 3);
    reports.last();
    assert.deepEqual(told.map((each) => each.packets), [100, 200]);
    reports.last();
    reports.end();
    await seconds(9);
    assert.equal(told.length, 2);
  } finally {
    mock.timers.reset();
  }
});

test('a call that ends at once is told of all the same', async () => {
  const told: Report[] = [];
  const reports = new Reports((each) => told.push(each));
  reports.begin(connection());
  await new Promise((done) => setImmediate(done));
  assert.equal(told.length, 0);
  reports.last();
  reports.end();
  assert.deepEqual(told.map((each) => [each.packets, each.state]), [[50, 'connected']]);
});

test('a long call is told of every five seconds', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  try {
    const told: Report[] = [];
    const reports = new Reports((each) => told.push(each));
    reports.begin(connection());
    await seconds(11);
    assert.deepEqual(told.map((each) => each.packets), [100, 350, 600]);
    reports.end();
  } finally {
    mock.timers.reset();
  }
});
