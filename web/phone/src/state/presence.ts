// How the contacts are, and how many voice messages wait: what the server tells by SUBSCRIBE.
import { signal } from '@preact/signals';

/** New voice messages. */
export const voicemail = signal(0);
