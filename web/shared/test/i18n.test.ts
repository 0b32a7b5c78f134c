import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speech, spoken } from '../i18n';

const { say } = speech(
  { hello: 'Hello, {name}', calls: { one: '{count} call', other: '{count} calls' } },
  {
    de: { hello: 'Guten Tag, {name}', calls: { one: '{count} Anruf', other: '{count} Anrufe' } },
    ar: {
      hello: 'مرحبا {name}',
      calls: { zero: 'لا مكالمات', one: 'مكالمة واحدة', two: 'مكالمتان', few: '{count} مكالمات', many: '{count} مكالمة', other: '{count} مكالمة' },
    },
  },
);

test('a sentence takes its values', () => {
  assert.equal(say('de', 'hello', { name: 'Bob' }), 'Guten Tag, Bob');
  assert.equal(say('en', 'hello'), 'Hello, {name}');
});

test('a plural is the language’s own', () => {
  assert.equal(say('en', 'calls', { count: 1 }), '1 call');
  assert.equal(say('en', 'calls', { count: 0 }), '0 calls');
  assert.equal(say('ar', 'calls', { count: 0 }), 'لا مكالمات');
  assert.equal(say('ar', 'calls', { count: 2 }), 'مكالمتان');
  assert.match(say('ar', 'calls', { count: 5 }), /5.* مكالمات/);
});

test('a name keeps its direction inside a sentence of the other', () => {
  assert.equal(say('ar', 'hello', { name: 'Bob' }), 'مرحبا \u2068Bob\u2069');
});

test('the first language that we speak is taken', () => {
  assert.equal(spoken(['fr-FR', 'de-AT', 'en']), 'de');
  assert.equal(spoken(['AR']), 'ar');
  assert.equal(spoken(['constructor', 'fr']), 'en');
});
