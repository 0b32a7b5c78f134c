import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callFailure, clock, microphoneFailure, signInFailure } from '../src/words';

const end = (status: number, cause = 'SIP Failure Code', why = '') => ({ status, cause, why });

test('each failure of a call has a sentence of its own', () => {
  const said = [404, 408, 480, 486, 603, 488, 503, 403].map((status) => callFailure(end(status), 'bob'));
  assert.equal(new Set(said).size, said.length);
  said.forEach((text) => assert.match(text, /\.$/));
});

test('offline, busy and no answer name the person', () => {
  assert.match(callFailure(end(480), 'bob'), /bob is offline/);
  assert.match(callFailure(end(486), 'bob'), /bob is busy/);
  assert.match(callFailure(end(0, 'No Answer'), 'bob'), /bob did not answer/);
});

test('hanging up needs no sentence', () => {
  assert.equal(callFailure(end(0, 'Terminated'), 'bob'), '');
  assert.equal(callFailure(end(487, 'Canceled'), 'bob'), '');
});

test('what the server says of the sound formats is passed on', () => {
  assert.match(callFailure(end(488, 'Incompatible SDP', 'no common codec'), 'bob'), /no common codec/);
});

test('sign-in and microphone failures name the cure', () => {
  assert.match(signInFailure(403, ''), /password/);
  assert.match(signInFailure(0, 'Connection Error'), /network/);
  assert.match(microphoneFailure('NotAllowedError'), /permission/);
  assert.match(microphoneFailure('NotFoundError'), /Plug one in/);
});

test('the timer reads like a clock', () => {
  assert.deepEqual([7, 754, 3723].map(clock), ['0:07', '12:34', '1:02:03']);
});
