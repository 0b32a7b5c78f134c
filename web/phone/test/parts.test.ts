import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudness } from '../src/audio/meter';
import { Gathering } from '../src/sip/candidates';
import { offersVideo } from '../src/sip/jssip';
import { lampOf, newMessages } from '../src/sip/watching';
import { forwardingOf } from '../src/state/availability';
import { said, settled, seen, unread, MOST_SAID, type Chats } from '../src/state/chat';
import { matching, withContact } from '../src/state/contacts';
import { address, link, provisioningLink } from '../src/state/links';
import { added, merged, MOST } from '../src/state/recents';
import { turn } from '../src/state/server';
import { joined, recentOf } from '../src/state/synchronize';

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

test('a link of the server has a code that signs in, one of a page has none', () => {
  assert.equal(link('', '#provision=3bM0_Zq-aaaaBBBBccccDDDD').code, '3bM0_Zq-aaaaBBBBccccDDDD');
  assert.equal(link('', '#provision=3bM0_Zq-aaaaBBBBccccDDDD').user, '');
  assert.equal(link('', new URL(provisioningLink('https://phone.example.org/', 'alice')).hash).code, '');
  for (const bad of ['', 'short', 'x'.repeat(129), '<script>alert(1)</script>', 'a b c d e f g h i j k']) {
    assert.equal(link('', `#provision=${bad}`).code, '', bad);
  }
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

test('a lamp shows the call before the presence', () => {
  const open = '<presence><tuple id="a"><status><basic>open</basic></status></tuple></presence>';
  const dialog = (state: string) => `<dialog-info><dialog id="1"><state event="x">${state}</state></dialog></dialog-info>`;
  assert.equal(lampOf({ pidf: open, dialogs: null }), 'available');
  assert.equal(lampOf({ pidf: open, dialogs: dialog('confirmed') }), 'busy');
  assert.equal(lampOf({ pidf: open, dialogs: dialog('early') }), 'ringing');
  assert.equal(lampOf({ pidf: open, dialogs: dialog('terminated') }), 'available');
  assert.equal(lampOf({ pidf: open.replace('</tuple>', '</tuple><rpid:on-the-phone/>'), dialogs: null }), 'busy');
  assert.equal(lampOf({ pidf: open.replace('</tuple>', '</tuple><rpid:busy/>'), dialogs: null }), 'quiet');
  assert.equal(lampOf({ pidf: open.replace('open', 'closed'), dialogs: null }), 'away');
  assert.equal(lampOf({ pidf: '<nonsense', dialogs: '' }), 'unknown');
});

test('what a person writes becomes targets of a forwarding', () => {
  const fields = { always: '', busy: ' tel:+49-30-1 ', noAnswer: 'carol', offline: '', afterSeconds: '15' };
  assert.deepEqual(forwardingOf(fields), { always: '', busy: '+49301', noAnswer: 'carol', offline: '', afterSeconds: 15 });
  assert.equal(forwardingOf({ ...fields, afterSeconds: '0' })?.afterSeconds, 20);
  assert.equal(forwardingOf({ ...fields, always: 'two words' }), null);
});

test('a message summary says how many are new', () => {
  assert.equal(newMessages('Messages-Waiting: yes\r\nVoice-Message: 3/8 (0/2)\r\n'), 3);
  assert.equal(newMessages('Messages-Waiting: no\r\n'), 0);
});

test('the server’s calls and ours are one list', () => {
  const home = 'example.org';
  const told = { direction: 'incoming', with: 'sip:bob@example.org', missed: true, began: '2026-11-21T14:00:00Z', seconds: 0 };
  const theirs = recentOf(told, home);
  assert.ok(theirs);
  assert.equal(theirs.address, 'bob');
  assert.equal(recentOf({ ...told, with: 'sip:carol@other.example' }, home)?.address, 'carol@other.example');
  assert.equal(recentOf({ ...told, began: 'then' }, home), null);
  const ours = [{ ...theirs, at: theirs.at + 900, missed: false }, { ...theirs, at: theirs.at + 60_000 }];
  assert.deepEqual(merged(ours, [theirs], 0).map((each) => each.at - theirs.at), [60_000, 0]);
  assert.equal(merged([], [theirs], theirs.at + 1).length, 0);
});

test('the server’s contacts and ours are one book', () => {
  const kept = [{ id: '1', name: 'Bob', addresses: ['sip:bob@example.org'] }, { id: '2', name: '', addresses: [] }];
  const ours = [{ name: 'Anna', address: 'anna' }, { name: 'Old Bob', address: 'bob' }, { id: '9', name: 'Gone', address: 'gone' }];
  assert.deepEqual(joined(ours, kept, 'example.org'), [{ name: 'Anna', address: 'anna' }, { id: '1', name: 'Bob', address: 'bob' }]);
});
