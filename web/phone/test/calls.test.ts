import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CALLS, current, newCall, reduce, toHold, viewOf, waiting, type Calls, type Change } from '../src/state/calls';

const after = (...changes: Change[]): Calls => changes.reduce(reduce, NO_CALLS);
const began = (id: string, incoming: boolean): Change => ({ kind: 'began', call: newCall(id, id, id, incoming) });
const talks = (id: string): Change => ({ kind: 'changed', id, to: { stage: 'talking' } });

test('a call we make is on the stage at once, one that comes when it is answered', () => {
  assert.equal(current(after(began('a', false)))?.id, 'a');
  const ringing = after(began('a', true));
  assert.equal(ringing.current, null);
  assert.equal(waiting(ringing)?.id, 'a');
  assert.equal(reduce(ringing, talks('a')).current, 'a');
});

test('who talks elsewhere waits, but for those joined', () => {
  const two = after(began('a', false), talks('a'), began('b', true), talks('b'));
  assert.deepEqual(toHold(two, 'b').map((call) => call.id), ['a']);
  const joined = ['a', 'b'].reduce((calls, id) => reduce(calls, { kind: 'changed', id, to: { joined: true } }), two);
  assert.deepEqual(toHold(joined, 'b'), []);
});

test('when the call on the stage ends, the one that is not held follows', () => {
  const three = after(began('a', false), talks('a'), began('b', false), talks('b'), began('c', false), talks('c'),
    { kind: 'changed', id: 'b', to: { held: true } });
  assert.equal(reduce(three, { kind: 'ended', id: 'c' }).current, 'a');
  assert.equal(reduce(reduce(three, { kind: 'ended', id: 'a' }), { kind: 'ended', id: 'c' }).current, 'b');
});

test('the last one of a three-way call is an ordinary call', () => {
  const joined = ['a', 'b'].reduce(
    (calls, id) => reduce(calls, { kind: 'changed', id, to: { stage: 'talking', joined: true } }),
    after(began('a', false), began('b', false)));
  assert.equal(reduce(joined, { kind: 'ended', id: 'a' }).all[0]?.joined, false);
});

test('a call nobody knows changes nothing', () => {
  const one = after(began('a', false));
  assert.equal(reduce(one, talks('z')), one);
  assert.equal(reduce(one, { kind: 'shown', id: 'z' }), one);
});

test('the view is what matters most now', () => {
  const talk = after(began('a', false), talks('a'));
  assert.equal(viewOf(false, NO_CALLS, true), 'signin');
  assert.equal(viewOf(true, NO_CALLS, true), 'dial');
  assert.equal(viewOf(true, talk, true), 'talk');
  assert.equal(viewOf(true, talk, false), 'dial');
  assert.equal(viewOf(true, reduce(talk, began('b', true)), true), 'incoming');
});
