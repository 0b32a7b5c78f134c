// What the node finds, in the person's language: by the code that never changes and what it names.
// Where we have no words, or a name is missing, the node's own English is shown.
import { en } from './words.en';
import { t } from './words';
import type { Alert, CallRecord, Found } from './types';

export type Facts = Readonly<Record<string, string | number | boolean>>;

export function alertWords(alert: Alert): string {
  return words(`alert_${alert.code}`, alert.facts, alert.text);
}

/** What to do about an alert; empty where its words say it. */
export function alertCure(alert: Alert): string {
  return cure(`alert_${alert.code}`);
}

export function verdictWords(code: string, facts: Facts | undefined, english: string): string {
  return english ? words(`verdict_${code}`, facts, english) : '';
}

/** States in which no media is what is expected. */
const QUIET = ['fine', 'on-hold', 'one-way-by-sdp', 'unanswered'];

export function isTrouble(code: string): boolean {
  return !QUIET.includes(code);
}

/** What is wrong with the sides of a call; `english` where they do not say. */
export function legsWords(legs: readonly Found[] | undefined, english: string): string {
  const found = (legs ?? []).filter((leg) => leg.verdict && isTrouble(leg.verdictCode));
  return english && found.length > 0
    ? [...new Set(found.map((leg) => verdictWords(leg.verdictCode, leg.verdictFacts, leg.verdict)))].join(' ')
    : english;
}

/** What to do about it: a sentence for each code that is trouble, none twice. */
export function cures(legs: readonly Found[] | undefined): string[] {
  const codes = (legs ?? []).filter((leg) => leg.verdict && isTrouble(leg.verdictCode)).map((leg) => leg.verdictCode);
  return [...new Set(codes)].map(cure).filter((said) => said !== '');
}

/** What to do about a code of media, or an outcome; empty where there is nothing to say. */
export function cure(code: string): string {
  const key = `cure_${code.replaceAll('-', '_')}`;
  return Object.hasOwn(en, key) ? t(key as keyof typeof en) : '';
}

/** How a call ended, in one sentence. */
export function endingWords(call: CallRecord): string {
  if (call.answered) {
    return call.endedBy === 'node'
      ? t('endedByNode', { why: call.reason })
      : t('endedWell', { who: t(call.endedBy === 'caller' ? 'byCaller' : 'byCallee') });
  }
  const key = `outcome_${call.outcome}`;
  const said = Object.hasOwn(en, key) ? t(key as keyof typeof en) : call.explanation;
  return call.reason ? `${said} (${call.reason})` : said;
}

/** What one line says of a call that is over: its trouble, else how it ended. */
export function recordWords(call: CallRecord): string {
  return legsWords(call.sides, call.verdict) || endingWords(call);
}

/** The score of the worse side; null where nobody was rated. */
export function worstMos(call: CallRecord): number | null {
  const known = call.sides.map((side) => side.mos).filter((mos) => mos !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function words(name: string, facts: Facts | undefined, english: string): string {
  const key = name.replaceAll('-', '_');
  if (!Object.hasOwn(en, key)) {
    return english;
  }
  const known: Record<string, string | number> = {};
  for (const [fact, value] of Object.entries(facts ?? {})) {
    known[fact] = fact === 'peer' ? t(value === 'browser' ? 'peer_browser' : 'peer_phone') : String(value);
  }
  const said = t(key as keyof typeof en & `alert_${string}`, known as never);
  return /\{\w+\}/.test(said) ? english : said.trim();
}
