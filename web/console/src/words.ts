// What the console says.
import { speech } from '../../shared/i18n';
import { ar } from './words.ar';
import { de } from './words.de';
import { en } from './words.en';

export const { t, say, catalogues } = speech(en, { de, ar });

/** The word for a state of the API; as the API says it where we have none. */
export function state(of: string): string {
  const key = `state_${of}`;
  return Object.hasOwn(en, key) ? t(key as keyof typeof en) : of;
}
