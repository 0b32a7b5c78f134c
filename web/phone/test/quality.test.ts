import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delay, mos, rating } from '../src/quality/emodel';
import { quality, sample, type Sample } from '../src/quality/stats';

const look = (over: Partial<Sample>): Sample => ({
  ...sample([], 0), codec: 'opus', jitter: 0.002, roundTrip: 0.02, ...over,
});

test('a getStats report becomes counters', () => {
  const report: [string, Record<string, unknown>][] = [
    ['I', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: 2, jitter: 0.004, bytesReceived: 4000, codecId: 'K' }],
    ['V', { type: 'inbound-rtp', kind: 'video', packetsReceived: 9, bytesReceived: 9000, frameWidth: 640, frameHeight: 480, framesPerSecond: 29.7 }],
    ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: 48, bytesSent: 3000 }],
    ['K', { type: 'codec', mimeType: 'audio/opus' }],
    ['C', { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.031, localCandidateId: 'L', remoteCandidateId: 'R' }],
    ['L', { type: 'local-candidate', candidateType: 'relay', relayProtocol: 'tls', address: '2001:db8::1', port: 9 }],
    ['R', { type: 'remote-candidate', candidateType: 'host', protocol: 'udp', address: '192.0.2.1', port: 4 }],
  ];
  const seen = sample(report, 5);
  assert.deepEqual([seen.received, seen.lost, seen.sent, seen.bytesIn, seen.bytesOut], [50, 2, 48, 13000, 3000]);
  assert.deepEqual([seen.codec, seen.relayed, seen.size, seen.frames], ['opus', true, '640×480', 30]);
  assert.deepEqual([seen.here, seen.there], ['relay tls [2001:db8::1]:9', 'host udp 192.0.2.1:4']);
});

test('good sound has the best score, ten percent of loss a poor one', () => {
  const good = quality(look({}), look({ at: 1000, received: 50, bytesIn: 4000 }), false);
  assert.equal(good.level, 'good');
  assert.equal(good.inKbit, 32);
  assert.equal(quality(look({}), look({ at: 1000, received: 45, lost: 10 }), false).level, 'poor');
});

test('silence is told, and told apart from sound that stopped', () => {
  assert.equal(quality(look({}), look({}), false).state, 'noSoundYet');
  assert.equal(quality(look({ received: 9 }), look({ received: 9 }), false).state, 'noSound');
  assert.equal(quality(look({}), look({}), true).state, 'held');
  assert.equal(quality(null, look({ received: 9 }), false).state, 'waiting');
});

// The same points as rtc.quality.EModel has on the server.
test('the score is the server’s', () => {
  assert.equal(mos(93.2).toFixed(2), '4.41');
  assert.equal(mos(50).toFixed(2), '2.58');
  assert.equal(mos(-1), 1);
  assert.equal(rating('PCMU', 2, 0).toFixed(1), '86.2');
  assert.equal(rating('opus', 0, 100), 93.2);
  assert.ok(rating('opus', 0, 400) < 80);
  assert.equal(delay(100, 30), 135);
});
