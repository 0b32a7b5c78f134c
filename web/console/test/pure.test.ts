// The console's pure parts: the ladder's places, compared descriptions, events, numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEAD, ladder } from '../src/ladder';
import { bytes, clock, percent, short, span } from '../src/numbers';
import { aligned, callsAfterAll, callsOf, columnsAfter, endedAfter, latest, linesAfter, noColumns, type NodeEvent } from '../src/reduce';
import { link, read } from '../src/router';
import { sideBySide } from '../src/sdp';
import { field, headline, person, refusal, repeats, sdp, status } from '../src/sip';
import type { CallRecord, Sample, Traced } from '../src/types';
import { cure, cures, endingWords, legsWords, recordWords, worstMos } from '../src/verdicts';
import { catalogues } from '../src/words';

const INVITE = 'INVITE sip:bob@example.org SIP/2.0\r\nCSeq: 1 INVITE\r\nUser-Agent: phone 1\r\n\r\nv=0\r\nm=audio 5000 RTP/AVP 0\r\nm=video 0 RTP/AVP 96\r\n';
const RINGING = 'SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\n\r\n';
const BYE_OK = 'SIP/2.0 200 OK\r\nCSeq: 2 BYE\r\n\r\n';

function traced(direction: 'in' | 'out', remote: string, text: string, ms = 0): Traced {
  return { time: '2026-01-01T00:00:00Z', ms, direction, transport: 'udp', local: '192.0.2.1:5060', remote, text };
}

const CALL = [
  traced('in', 'a', INVITE),
  traced('out', 'b', INVITE, 5),
  traced('out', 'b', INVITE, 505),
  traced('in', 'b', RINGING, 600),
  traced('out', 'a', BYE_OK, 601),
];

test('the caller stands left of the node, the others right, in order', () => {
  const drawn = ladder(CALL, 900, 'node');
  assert.deepEqual(drawn.lanes.map((lane) => lane.place), ['udp a', '', 'udp b']);
  assert.deepEqual(drawn.lanes.map((lane) => lane.title), ['phone 1', 'node', '']);
  const [left, node, right] = drawn.lanes.map((lane) => lane.x);
  assert.ok(left! < node! && node! < right! && right! < drawn.width);
  assert.equal(drawn.arrows[0]!.from, left);
  assert.equal(drawn.arrows[0]!.to, node);
  assert.equal(drawn.arrows[1]!.to, right);
  assert.equal(drawn.arrows[3]!.from, right);
});

test('arrows say what they are, and which were sent again', () => {
  const drawn = ladder(CALL, 900, 'node');
  assert.deepEqual(drawn.arrows.map((arrow) => arrow.label), ['INVITE', 'INVITE', 'INVITE', '180 Ringing', '200 OK (BYE)']);
  assert.deepEqual(drawn.arrows.map((arrow) => arrow.kind), ['request', 'request', 'request', 'provisional', 'good']);
  assert.deepEqual(drawn.arrows.map((arrow) => arrow.repeated), [false, false, true, false, false]);
  assert.equal(drawn.arrows[0]!.detail, 'SDP audio, (video)');
  assert.ok(drawn.arrows[0]!.y > HEAD);
});

test('a ladder is never narrower than its lanes need', () => {
  assert.ok(ladder(CALL, 200, 'node').width >= 600);
  assert.equal(ladder([], 300, 'node').lanes.length, 1);
});

test('a message is read as far as it is shown', () => {
  assert.equal(headline(INVITE), 'INVITE');
  assert.equal(headline(RINGING), '180 Ringing');
  assert.equal(status(RINGING), 180);
  assert.equal(field('X a\r\nf: <sip:a@b>\r\n\r\nFrom: no\r\n', 'From', 'f'), '<sip:a@b>');
  assert.equal(sdp(INVITE).split('\r\n').length, 3);
  assert.equal(sdp(RINGING), '');
  assert.equal(person('"A" <sip:al%20ice@example.org>;tag=1'), 'al ice');
  assert.equal(person('sip:example.org'), 'example.org');
  assert.equal(person('sip:%zz@example.org'), '%zz');
  assert.deepEqual(repeats([CALL[1]!, CALL[0]!, CALL[1]!]), [false, false, true]);
});

test('lines of one kind that differ stand beside each other', () => {
  const rows = sideBySide('v=0\nc=IN IP4 10.0.0.1\na=ice-ufrag:x\na=sendrecv', 'v=0\nc=IN IP4 10.0.0.2\na=sendrecv\na=rtcp:5');
  assert.deepEqual(rows.map((row) => row.mark), ['same', 'changed', 'removed', 'same', 'added']);
  assert.deepEqual(rows[1]!.left!.filter((piece) => piece.changed).map((piece) => piece.text), ['1']);
  assert.equal(rows[2]!.right, null);
  assert.equal(rows[4]!.left, null);
});

test('nothing is lost in a comparison', () => {
  const before = 'v=0\nm=audio 1\na=1\na=2\na=3';
  const after = 'a=2\nm=audio 2\na=9\nb=AS:1';
  const rows = sideBySide(before, after);
  const side = (of: 'left' | 'right') => rows.flatMap((row) => (row[of] ? [row[of].map((piece) => piece.text).join('')] : []));
  assert.deepEqual(side('left').join('\n'), before);
  assert.deepEqual(side('right').join('\n'), after);
  assert.ok(sideBySide('a\nb', 'a\nb').every((row) => row.mark === 'same'));
  assert.equal(sideBySide('', '').length, 0);
});

const began: NodeEvent = { type: 'call-began', call: { callId: 'c', from: 'a', to: 'b', state: 'calling', started: 'now' } };

test('calls follow events, however often and in whatever order they come', () => {
  let calls = callsAfterAll(new Map(), [began]);
  assert.equal(calls.get('c')?.verdict, '');
  assert.equal(callsAfterAll(calls, [began]), calls);
  calls = callsAfterAll(calls, [{ type: 'call-changed', callId: 'c', state: 'answered' }]);
  assert.equal(calls.get('c')?.state, 'answered');
  assert.equal(callsAfterAll(calls, [{ type: 'call-changed', callId: 'unknown', state: 'x' }]), calls);
  const end: NodeEvent = { type: 'call-ended', call: { id: '1', callId: 'c' } as CallRecord };
  assert.equal(callsAfterAll(calls, [end]).size, 0);
  const none = callsOf([]);
  assert.equal(callsAfterAll(none, [end]), none);
});

test('an ended call is listed once, the last first, so many at most', () => {
  const end = (id: string): NodeEvent => ({ type: 'call-ended', call: { id } as CallRecord });
  let list: readonly CallRecord[] = [];
  for (const id of ['1', '2', '2', '3']) {
    list = endedAfter(list, end(id), 2);
  }
  assert.deepEqual(list.map((call) => call.id), ['3', '2']);
});

test('columns grow by samples and forget the oldest', () => {
  let columns = noColumns();
  for (let time = 1; time <= 5; time++) {
    columns = columnsAfter(columns, { time, calls: time * 10 } as Sample, 3);
  }
  assert.deepEqual(columns.time, [3, 4, 5]);
  assert.deepEqual(columns.calls, [30, 40, 50]);
  assert.equal(columnsAfter(columns, { time: 5 } as Sample, 3), columns);
  assert.equal(latest(columns)?.calls, 50);
  assert.equal(latest(noColumns()), null);
});

test('log lines come once, in order', () => {
  const line = (number: number) => ({ number, time: '', level: 'info', room: '', callId: null, text: '' });
  let lines = linesAfter([], line(1), 2);
  lines = linesAfter(lines, line(1), 2);
  lines = linesAfter(linesAfter(lines, line(2), 2), line(3), 2);
  assert.deepEqual(lines.map((one) => one.number), [2, 3]);
});

test('numbers are short', () => {
  assert.deepEqual([0, 9, 9.54, 950, 999.9, 9_500, 12_340, 3_400_000].map(short), ['0', '9', '9.5', '950', '1 k', '9.5 k', '12 k', '3.4 M']);
  assert.deepEqual([0, 42, 723, 3723].map(clock), ['0:00', '0:42', '12:03', '1:02:03']);
  assert.equal(clock(-5), '0:00');
  assert.deepEqual([512, 1536, 1 << 20].map(bytes), ['512 B', '1.5 KiB', '1 MiB']);
  assert.deepEqual([45, 180, 7200, 432_000].map(span), ['45 s', '3 min', '2 h', '5 d']);
  assert.equal(percent(0.876), '88 %');
  assert.equal(percent(null), '–');
});

test('a link leads back to what it was made of', () => {
  const id = 'a/b?c#d@192.0.2.1 %';
  assert.equal(read(link('calls', id)).id, id);
  assert.equal(read(link('calls', id)).page, 'calls');
  assert.equal(read('#/registrations?user=bob').query.get('user'), 'bob');
  assert.equal(read('').page, 'overview');
  assert.equal(read('#/calls/%zz').id, '%zz');
});

test('every language fills the same places', () => {
  const places = (message: unknown) => [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort().join();
  for (const [key, message] of Object.entries(catalogues.en)) {
    if (typeof message === 'string') {
      assert.equal(places(catalogues.de[key]), places(message), `de ${key}`);
      assert.equal(places(catalogues.ar[key]), places(message), `ar ${key}`);
    }
  }
});

test('a call from page to page has a ladder of its messages', () => {
  const offer = JSON.stringify({ type: 'call-offer', callId: 'c', offer: { type: 'offer', sdp: 'v=0\r\nm=audio 9 X 0\r\n' } });
  const drawn = ladder([
    { ...traced('in', 'a', offer), who: 'alice/a1' },
    { ...traced('out', 'b', offer), who: 'bob/b1' },
    { ...traced('in', 'b', '{"type":"call-busy","callId":"c"}'), who: 'bob/b1' },
    { ...traced('out', 'a', '{broken'), who: 'alice/a1' },
  ], 900, 'node');
  assert.deepEqual(drawn.lanes.map((lane) => lane.title), ['alice/a1', 'node', 'bob/b1']);
  assert.deepEqual(drawn.arrows.map((arrow) => [arrow.label, arrow.detail, arrow.kind]), [
    ['call-offer', 'SDP audio', 'request'], ['call-offer', 'SDP audio', 'request'], ['call-busy', '', 'bad'], ['', '', 'request'],
  ]);
});

const found = (verdictCode: string, verdict = 'english') => ({ verdict, verdictCode });

test('the trouble of a call is said in words of ours, and what helps, once', () => {
  const sides = [found('fine', ''), found('plain-instead-of-srtp'), found('on-hold'), found('plain-instead-of-srtp')];
  assert.equal(legsWords(sides, 'english').match(/Plain RTP arrives/g)?.length, 1);
  assert.equal(cures(sides).length, 1);
  assert.equal(legsWords(undefined, 'only english'), 'only english');
  assert.equal(legsWords([found('fine', '')], ''), '');
  assert.equal(cure('of-no-such-code'), '');
  assert.notEqual(cure('no_answer'), '');
});

test('a call that is over says how it ended', () => {
  const call = { answered: null, outcome: 'busy', reason: '486 Busy Here', explanation: 'x', sides: [], verdict: '' } as unknown as CallRecord;
  assert.equal(recordWords(call), 'The called party is busy. (486 Busy Here)');
  assert.equal(recordWords({ ...call, outcome: 'later', reason: '' }), 'x');
  assert.match(endingWords({ ...call, answered: 'then', endedBy: 'callee' }), /hung up/);
  assert.match(endingWords({ ...call, answered: 'then', endedBy: 'node', reason: 'no media' }), /no media/);
  assert.equal(worstMos(call), null);
  assert.equal(worstMos({ ...call, sides: [{ mos: 4.1 }, { mos: null }, { mos: 2 }] as CallRecord['sides'] }), 2);
});

test('who refused a call is named, whatever was passed on', () => {
  const message = (direction: 'in' | 'out', line: string): Traced => ({
    time: '', ms: 0, direction, transport: 'udp', local: 'us', remote: 'them', text: `${line}\r\nCSeq: 1 INVITE\r\n\r\n`,
  });
  const call = [
    message('in', 'INVITE sip:b SIP/2.0'), message('out', 'SIP/2.0 407 Proxy'), message('in', 'SIP/2.0 180 Ringing'),
    message('in', 'SIP/2.0 503 No circuits'), message('out', 'SIP/2.0 500 Server'),
  ];
  assert.deepEqual(refusal(call), { place: 'udp them', said: '503 No circuits' });
  assert.equal(refusal(call.slice(0, 3)), null);
  assert.equal(refusal([]), null);
});

test('columns of different times lie on one axis', () => {
  const course = (time: number[], mos: number[]) => ({ time, mos, lostPercent: mos, jitterMs: mos, roundTripMs: mos.map(() => null) });
  const { times, columns } = aligned([course([1, 3], [4, 4.2]), course([2, 3], [3, 3.5])]);
  assert.deepEqual(times, [1, 2, 3]);
  assert.deepEqual(columns(0, 'mos'), [4, null, 4.2]);
  assert.deepEqual(columns(1, 'mos'), [null, 3, 3.5]);
  assert.deepEqual(columns(7, 'mos'), [null, null, null]);
  assert.deepEqual(aligned([]).times, []);
});
