import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudness } from '../src/audio/meter';
import { Gathering } from '../src/sip/candidates';
import { offersVideo } from '../src/sip/jssip';
import { said, settled, seen, unread, MOST_SAID, type Chats } from '../src/state/chat';
import { matching, withContact } from '../src/state/contacts';
import { address, link, provisioningLink } from '../src/state/links';
import { added, MOST } from '../src/state/recents';
import { turn } from '../src/state/server';

test('links of every kind become what one dials', () => {
  assert.equal(address('tel:+49-30-12 34'), '+49301234');
  assert.equal(address('sip:bob@example.org;user=phone'), 'bob@example.org');
  assert.equal(address('web+sip:bob'), 'bob');
  assert.equal(address(' 9999 '), '9999');
});

test('a link can’t carry what is no address', () => {
  for (const bad of ['a b', 'bob>\r\nVia: x', '<x>', 'sip:%zz', 'sip:a%0d%0ab']) {
    assert.equal(address(bad), '', bad);
  }
  assert.ok(address('9'.repeat(5000)).length <= 256);
});

test('a call comes by query or by fragment', () => {
  assert.equal(link('?call=9999', '').call, '9999');
  assert.equal(link('', '#call=bob').call, 'bob');
  assert.equal(link('?call=tel%3A%2B491234', '').call, '+491234');
  assert.equal(link('', '#call=bob&video=1').video, true);
});

test('a provisioning link fills in the name it was made for', () => {
  const made = provisioningLink('https://phone.example.org/?lang=de#x', 'änne');
  assert.ok(made.startsWith('https://phone.example.org/#provision='));
  assert.equal(link('', new URL(made).hash).user, 'änne');
});

test('a broken provisioning link fills in nothing', () => {
  for (const bad of ['', '%', 'bm90IGpzb24', btoa('{"user":7}'), btoa('{"user":"a\\r\\nb"}'), btoa('null'), 'A'.repeat(9000)]) {
    assert.equal(link('', `#provision=${bad}`).user, '', bad);
  }
});

test('an offer leaves a moment after its first candidate, once', () => {
  const due: [() => void, number][] = [];
  const gathering = new Gathering((then, ms) => due.push([then, ms]));
  let left = 0;
  const ready = () => void (left += 1);
  gathering.found({ candidate: { type: 'host' }, ready });
  gathering.found({ candidate: { type: 'srflx' }, ready });
  assert.equal(due.length, 1);
  due[0]?.[0]();
  assert.equal(left, 1);
  gathering.found({ candidate: {}, ready: () => undefined });
  assert.equal(due.length, 2, 'the next description waits for its own');
});

test('a picture is offered where one may be seen', () => {
  const audio = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=sendrecv\r\n';
  assert.equal(offersVideo(audio), false);
  assert.equal(offersVideo(`${audio}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendrecv\r\n`), true);
  assert.equal(offersVideo(`${audio}m=video 0 UDP/TLS/RTP/SAVPF 96\r\n`), false);
  assert.equal(offersVideo(`${audio}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=recvonly\r\n`), false);
});

test('TURN is read in both shapes, and nonsense is none', () => {
  const browser = turn({ iceServers: [{ urls: ['turn:a'], username: 'u', credential: 'p' }, { urls: [7] }, null], ttl: 60 });
  assert.deepEqual(browser, { servers: [{ urls: ['turn:a'], username: 'u', credential: 'p' }], ttl: 60 });
  assert.deepEqual(turn({ uris: ['turn:a'], username: 'u', password: 'p', ttl: 9 }).servers, [{ urls: ['turn:a'], username: 'u', credential: 'p' }]);
  assert.deepEqual(turn(null), { servers: [], ttl: 3600 });
  assert.deepEqual(turn({ uris: 'x', ttl: -1 }), { servers: [], ttl: 3600 });
});

test('a conversation counts what nobody has seen, and keeps its length', () => {
  const line = (at: number, ours = false) => ({ ours, text: `${at}`, at, state: 'sending' as const });
  let all: Chats = said(said([], 'bob', line(1), false), 'carol', line(2), false);
  assert.deepEqual(all.map((each) => each.address), ['carol', 'bob']);
  assert.equal(unread(all), 2);
  all = seen(all, 'bob');
  assert.equal(unread(all), 1);
  all = settled(said(all, 'bob', line(3, true), true), 'bob', 3, 'failed');
  assert.equal(all[0]?.said[1]?.state, 'failed');
  for (let at = 10; at < MOST_SAID + 50; at++) {
    all = said(all, 'bob', line(at), true);
  }
  assert.equal(all[0]?.said.length, MOST_SAID);
});

test('contacts are in order and found by a part', () => {
  const all = ['Zoe', 'Anna'].reduce((list, name) => withContact(list, { name, address: name.toLowerCase() }), [] as ReturnType<typeof withContact>);
  assert.deepEqual(all.map((each) => each.name), ['Anna', 'Zoe']);
  assert.deepEqual(matching(all, 'NN').map((each) => each.name), ['Anna']);
  assert.equal(withContact(all, { name: 'Anna B', address: 'anna' }).length, 2);
});

test('the list of calls forgets the oldest', () => {
  const one = { name: 'b', address: 'b', incoming: true, at: 0, seconds: 0, missed: true, video: false };
  const many = Array.from({ length: MOST + 5 }, (_, at) => ({ ...one, at })).reduce(added, [] as ReturnType<typeof added>);
  assert.equal(many.length, MOST);
  assert.equal(many[0]?.at, MOST + 4);
});

test('a level is 0 for silence and 100 for full scale', () => {
  assert.equal(loudness(new Float32Array(100)), 0);
  assert.equal(loudness(new Float32Array(100).fill(1)), 100);
  const half = loudness(new Float32Array(100).fill(0.1));
  assert.ok(half > 50 && half < 80, String(half));
});
