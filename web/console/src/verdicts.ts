// What the node finds, in the person's language: by the code that never changes and what it names.
// Where we have no words, or a name is missing, the node's own English is shown.
import { en } from './words.en';
import { t } from './words';
import type { Alert, Leg } from './types';

export type Facts = Readonly<Record<string, string | number | boolean>>;

export function alertWords(alert: Alert): string {
  return words(`alert_${alert.code}`, alert.facts, alert.text);
}

export function verdictWords(code: string, facts: Facts | undefined, english: string): string {
  return english ? words(`verdict_${code}`, facts, english) : '';
}

/** States in which no media is what is expected. */
const QUIET = ['fine', 'on-hold', 'one-way-by-sdp'];

export function isTrouble(code: string): boolean {
  return !QUIET.includes(code);
}

/** What is wrong with the legs of a call; `english` where they do not say. */
export function legsWords(legs: readonly Leg[] | undefined, english: string): string {
  const found = (legs ?? []).filter((leg) => leg.verdict && isTrouble(leg.verdictCode));
  return english && found.length > 0
    ? found.map((leg) => verdictWords(leg.verdictCode, leg.verdictFacts, leg.verdict)).join(' ')
    : english;
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
