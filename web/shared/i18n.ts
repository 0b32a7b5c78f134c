// The languages of our pages. A page keeps one catalogue per language; English is the measure, and a
// key that another language lacks is a type error:
//
//   const en = { hello: 'Hello, {name}', calls: { one: '{count} call', other: '{count} calls' } };
//   export const { t } = speech(en, { de: {…}, ar: {…} });
//   t('hello', { name: 'Bob' });   t('calls', { count: 3 });
//
// `language` is a signal: what a component says by `t` follows the language by itself.
import { signal } from '@preact/signals';

/** A sentence, or one for each of the language's plural categories (Intl.PluralRules). */
export type Message = string | Plural;
export interface Plural {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
export type Catalogue = Readonly<Record<string, Message>>;
/** As many keys as `C`, and a plural where `C` has one. */
export type Like<C extends Catalogue> = {
  readonly [K in keyof C]: C[K] extends string ? string : Plural;
};
export type Values = Readonly<Record<string, string | number>>;

/** A language more is a line here; then the compiler names every catalogue that lacks it. */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', locale: 'en' },
  de: { name: 'Deutsch', direction: 'ltr', locale: 'de' },
  ar: { name: 'العربية', direction: 'rtl', locale: 'ar-u-nu-latn' },
} as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'jackfield.language';

/** The language that is spoken now. */
export const language = signal<Language>('en');

export function isLanguage(name: string): name is Language {
  return Object.hasOwn(LANGUAGES, name);
}

/** The first of `wished` (`de-AT`, `en`) that we speak, else English. */
export function spoken(wished: readonly string[]): Language {
  for (const each of wished) {
    const short = each.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(short)) {
      return short;
    }
  }
  return 'en';
}

/** Speaks `?lang=`, else what was chosen before, else what the browser asks for. */
export function beginSpeaking(): void {
  const asked = new URLSearchParams(location.search).get('lang');
  const kept = stored();
  show(spoken([...(asked ? [asked] : []), ...(kept ? [kept] : []), ...navigator.languages]));
}

/** Speaks `next` from now on, in this browser. */
export function speak(next: Language): void {
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // no storage (an embedded page): the choice lasts as long as the page
  }
  show(next);
}

function show(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
  document.documentElement.dir = LANGUAGES[next].direction;
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** What a page says, in every language. */
export interface Speech<C extends Catalogue> {
  /** The sentence in the language that is spoken now; a plural goes by `values.count`. */
  readonly t: (key: keyof C & string, values?: Values) => string;
  /** The sentence in a given language. */
  readonly say: (spoken: Language, key: keyof C & string, values?: Values) => string;
  readonly catalogues: Readonly<Record<Language, Catalogue>>;
}

export function speech<const C extends Catalogue>(
  en: C,
  others: Readonly<Record<Exclude<Language, 'en'>, Like<C>>>,
): Speech<C> {
  const catalogues: Record<Language, Catalogue> = { en, ...others };
  const say = (spoken: Language, key: keyof C & string, values: Values = {}) =>
    fill(catalogues[spoken][key] ?? key, values, spoken);
  return { t: (key, values) => say(language.value, key, values), say, catalogues };
}

function fill(message: Message, values: Values, spoken: Language): string {
  const { locale, direction } = LANGUAGES[spoken];
  const text =
    typeof message === 'string'
      ? message
      : (message[new Intl.PluralRules(locale).select(Number(values.count ?? 0))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) {
      return whole;
    }
    const shown = typeof value === 'number' ? value.toLocaleString(locale) : value;
    // A name or number of another direction keeps its own order (Unicode FSI … PDI).
    return direction === 'rtl' ? `\u2068${shown}\u2069` : shown;
  });
}

/** A number in the language that is spoken now. */
export function numeral(value: number, digits = 0): string {
  return value.toLocaleString(LANGUAGES[language.value].locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A date or time in the language that is spoken now. */
export function moment(ms: number, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LANGUAGES[language.value].locale, style).format(ms);
}

/** `3 minutes ago`, `yesterday`. */
export function ago(ms: number, now: number): string {
  const seconds = Math.round((ms - now) / 1000);
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400], ['hour', 3_600], ['minute', 60],
  ];
  const words = new Intl.RelativeTimeFormat(LANGUAGES[language.value].locale, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) {
      return words.format(Math.trunc(seconds / length), unit);
    }
  }
  return words.format(seconds, 'second');
}
