import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, type Language, type Message } from '../../shared/i18n';
import { callFailure, clock, deviceFailure, signInFailure } from '../src/words/failures';
import { callEnd } from '../src/sip/jssip';
import { directEnd } from '../src/signal/endings';
import { catalogues } from '../src/words/index';

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

test('who is not to be disturbed is not just busy', () => {
  const quiet = callEnd({ cause: 'Busy', message: { status_code: 486, reason_phrase: 'Do Not Disturb' } });
  assert.match(callFailure(quiet, 'bob'), /does not want to be disturbed/);
  assert.match(callFailure(directEnd('do-not-disturb', true), 'bob'), /does not want to be disturbed/);
});

test('hanging up needs no sentence', () => {
  assert.equal(callFailure(end(0, 'Terminated'), 'bob'), '');
  assert.equal(callFailure(end(487, 'Canceled'), 'bob'), '');
});

test('each end of a direct call has its sentence, as those by SIP do', () => {
  const said = (reason: string, outgoing: boolean) => callFailure(directEnd(reason, outgoing), 'bob');
  assert.match(said('busy', true), /bob is busy/);
  assert.match(said('rejected', true), /bob declined/);
  assert.match(said('timeout', true), /bob did not answer/);
  assert.match(said('offline', true), /no page open/);
  assert.match(said('unknown', true), /no bob here/);
  for (const quiet of ['ended', 'hung up', 'cancelled', 'answered']) {
    assert.equal(said(quiet, true), '', quiet);
  }
  assert.equal(directEnd('timeout', false).cause, 'Canceled'); // a missed call
  assert.match(directEnd('answered', false).why, /elsewhere/);
});

test('what the server says of the sound formats is passed on', () => {
  assert.match(callFailure(end(488, 'Incompatible SDP', 'no common codec'), 'bob'), /no common codec/);
});

test('sign-in and device failures name the cure', () => {
  assert.match(signInFailure(403, ''), /password/);
  assert.match(signInFailure(0, 'Connection Error'), /network/);
  assert.match(deviceFailure('NotAllowedError', 'microphone'), /permission/);
  assert.match(deviceFailure('NotFoundError', 'camera'), /Plug one in/);
});

test('the timer reads like a clock', () => {
  assert.deepEqual([7, 754, 3723].map(clock), ['0:07', '12:34', '1:02:03']);
});

const values = (message: Message | undefined) =>
  new Set((typeof message === 'string' ? message : (message?.other ?? '')).match(/\{\w+\}/g) ?? []);

test('every language says every sentence, with all its values', () => {
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    for (const [key, english] of Object.entries(catalogues.en)) {
      const said = catalogues[language][key];
      assert.deepEqual(values(said), values(english), `${language} ${key}`);
      if (typeof said === 'object') {
        for (const category of new Intl.PluralRules(language).resolvedOptions().pluralCategories) {
          assert.ok(said[category], `${language} ${key} has no ${category}`);
        }
      } else {
        assert.ok(said, `${language} ${key} is empty`);
      }
    }
  }
});
