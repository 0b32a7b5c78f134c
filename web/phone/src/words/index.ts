// What the phone says, in every language.
import { speech } from '../../../shared/i18n';
import { ar } from './ar';
import { de } from './de';
import { en } from './en';

export const { t, say, catalogues } = speech(en, { de, ar });
export type Key = keyof typeof en;
