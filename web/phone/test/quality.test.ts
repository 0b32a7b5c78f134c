import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quality, sample, type Sample } from '../src/quality';

const look = (over: Partial<Sample>): Sample => ({
  at: 0, received: 0, lost: 0, sent: 0, jitter: 0.002, roundTrip: 0.02, ...over,
});

test('a getStats report becomes counters', () => {
  const report: [string, Record<string, unknown>][] = [
    ['I', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: 2, jitter: 0.004 }],
    ['V', { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 }],
    ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: 48 }],
    ['C', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.031 }],
  ];
  assert.deepEqual(sample(report, 5), { at: 5, received: 50, lost: 2, sent: 48, jitter: 0.004, roundTrip: 0.031 });
});

test('good sound says its figures', () => {
  assert.deepEqual(quality(look({}), look({ received: 50 }), false), {
    level: 'good', text: 'round trip 20 ms · loss 0.0 % · jitter 2 ms',
  });
});

test('ten percent of loss is poor', () => {
  assert.equal(quality(look({}), look({ received: 45, lost: 5 }), false).level, 'poor');
});

test('silence is told, and told apart from sound that stopped', () => {
  assert.match(quality(look({}), look({}), false).text, /has arrived yet/);
  assert.match(quality(look({ received: 9 }), look({ received: 9 }), false).text, /is arriving/);
  assert.equal(quality(look({}), look({}), true).text, 'On hold');
});
