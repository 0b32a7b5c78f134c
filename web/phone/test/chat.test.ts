import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learned, said, type Chats, type Said } from '../src/state/chat';
import { conversations, type KeptMessage } from '../src/state/history';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const kept = (number: number, text: string, mine: boolean, minute: number, with_ = 'bob@example.org'): KeptMessage => ({
  number, text, mine, from: mine ? 'alice@example.org' : with_, to: mine ? with_ : 'alice@example.org',
  sent: new Date(NOON + minute * 60_000).toISOString(), delivered: true,
});
const line = (text: string, ours: boolean, minute: number, more: Partial<Said> = {}): Said => ({
  ours, text, at: NOON + minute * 60_000, state: 'sent', ...more,
});
const texts = (all: Chats, address: string) => all.find((each) => each.address === address)?.said.map((each) => each.text);

test('the messages of the server are told by conversation, the oldest first', () => {
  const all = conversations([kept(3, 'c', false, 3), kept(1, 'a', true, 1), kept(2, 'x', false, 2, 'eve@other.example')], 'example.org');
  assert.deepEqual([...all.keys()], ['bob', 'eve@other.example']);
  assert.deepEqual(all.get('bob')?.map((each) => [each.text, each.ours, each.state]), [['a', true, 'delivered'], ['c', false, 'sent']]);
});

test('a line that the server has stands once, whatever the clocks say', () => {
  const here = said([], 'bob', line('hello', true, 1), true);
  const after = learned(here, 'bob', [line('hello', true, 2, { number: 7, state: 'delivered' })], 0);
  assert.deepEqual(after[0]?.said, [line('hello', true, 2, { number: 7, state: 'delivered' })]);
  assert.deepEqual(learned(after, 'bob', after[0]?.said ?? [], 0), after, 'and again');
});

test('the same words said twice are two lines', () => {
  const theirs = [line('ok', true, 1, { number: 1 }), line('ok', true, 2, { number: 2 })];
  assert.deepEqual(texts(learned(said([], 'bob', line('ok', true, 1), true), 'bob', theirs, 0), 'bob'), ['ok', 'ok']);
});

test('what the server does not have stays where it was said', () => {
  const here = said(said([], 'bob', line('lost', true, 2, { state: 'failed' }), true), 'bob', line('last', true, 4), true);
  const after = learned(here, 'bob', [line('first', false, 1, { number: 1 }), line('lost', true, 3, { number: 2 })], 3);
  assert.deepEqual(texts(after, 'bob'), ['first', 'lost', 'lost', 'last']);
  assert.equal(after[0]?.unread, 3);
});

test('the conversation with the latest line comes first', () => {
  const here = said(said([], 'bob', line('b', false, 1), true), 'carol', line('c', false, 5), true);
  assert.deepEqual(learned(here, 'bob', [line('b2', false, 3, { number: 9 })], 0).map((each) => each.address), ['carol', 'bob']);
  assert.deepEqual(learned(here, 'bob', [line('b2', false, 7, { number: 9 })], 0).map((each) => each.address), ['bob', 'carol']);
  assert.equal(learned(here, 'dave', [], 0), here);
});
