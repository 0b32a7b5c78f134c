import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CALLS, newCall, reduce, type Calls } from '../src/state/calls';
import { asked, news } from '../src/state/frame';

const HERE = 'https://shop.example';

test('only pages that the operator named are listened to', () => {
  const ask = { jackfield: { do: 'call', to: 'sip:bob@example.org', video: true } };
  assert.deepEqual(asked(ask, HERE, [HERE]), { do: 'call', to: 'bob@example.org', video: true, key: '' });
  for (const origin of ['https://evil.example', 'null', '', 'https://shop.example.evil', 'http://shop.example']) {
    assert.equal(asked(ask, origin, [HERE]), null, origin);
  }
  assert.equal(asked(ask, HERE, []), null);
});

test('what is no message of ours asks nothing', () => {
  for (const bad of [null, 7, 'call', {}, { jackfield: null }, { jackfield: 'call' }, { jackfield: { do: 'reload' } }, { jackfield: { do: ['call'] + 'x' } }]) {
    assert.equal(asked(bad, HERE, [HERE]), null);
  }
  assert.equal(asked({ jackfield: { do: 'call', to: '<x> y' } }, HERE, [HERE])?.to, '');
  assert.equal(asked({ jackfield: { do: 'key', key: '12#' } }, HERE, [HERE])?.key, '12#');
  assert.equal(asked({ jackfield: { do: 'key', key: 'rm -rf' } }, HERE, [HERE])?.key, '');
});

test('a page hears of a call what a person would see', () => {
  const heard: string[] = [];
  let calls: Calls = NO_CALLS;
  const step = (next: Calls) => {
    news(calls, next).forEach(({ event, call }) => heard.push(`${event} ${call?.peer}`));
    calls = next;
  };
  step(reduce(calls, { kind: 'began', call: newCall('1', 'Bob', 'bob', false) }));
  step(reduce(calls, { kind: 'changed', id: '1', to: { stage: 'ringing' } }));
  step(reduce(calls, { kind: 'changed', id: '1', to: { muted: true } }));
  step(reduce(calls, { kind: 'changed', id: '1', to: { stage: 'talking' } }));
  step(reduce(calls, { kind: 'began', call: newCall('2', 'Eve', 'eve', true) }));
  step(reduce(calls, { kind: 'ended', id: '2' }));
  step(reduce(calls, { kind: 'ended', id: '1' }));
  assert.deepEqual(heard, ['calling bob', 'ringing bob', 'answered bob', 'ringing eve', 'ended eve', 'ended bob']);
});
