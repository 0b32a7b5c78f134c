// Asking for something and showing how that goes: waiting, empty, refused, offline.
import { signal, useComputed, useSignal, useSignalEffect, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ask, Refused } from '../api';
import { link, say } from '../state';
import { t } from '../words';

export interface Asked<T> { data: T | null; error: string; again: () => void; set: (data: T) => void }

const never = signal(0);

/** What changes again and again is asked for so often and no more. */
const APART_MS = 2_000;

/** The answer to `path`, asked again soon after `changed` counts up, every `seconds` where given, and
    when the node is back. An empty path asks nothing. With `keep` an answer stays until that to
    another path has come. */
export function useAsked<T>(path: string, seconds = 0, changed: ReadonlySignal<number> = never, keep = false): Asked<T> {
  const data: Signal<T | null> = useSignal<T | null>(null);
  const error = useSignal('');
  const of = useSignal(path);
  const turn = useSignal(0);
  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const seen = useRef(changed.peek());
  if (of.peek() !== path) {
    if (!keep || !path) {
      data.value = null;
    }
    error.value = '';
    of.value = path;
  }
  const back = useComputed(() => link.value === 'live');
  useSignalEffect(() => {
    const wanted = of.value;
    void turn.value;
    void back.value;
    if (!wanted) {
      return;
    }
    ask<T>(wanted).then(
      (answer) => {
        if (of.peek() === wanted) {
          data.value = answer;
          error.value = '';
        }
      },
      (refused: unknown) => {
        if (of.peek() === wanted) {
          error.value = words(refused);
        }
      },
    );
  });
  useSignalEffect(() => {
    if (changed.value !== seen.current && soon.current === undefined) {
      soon.current = setTimeout(() => {
        soon.current = undefined;
        turn.value++;
      }, APART_MS);
    }
    seen.current = changed.value;
  });
  useEffect(() => () => clearTimeout(soon.current), []);
  useEffect(() => {
    if (seconds > 0) {
      const clock = setInterval(() => {
        if (document.visibilityState === 'visible') {
          turn.value++;
        }
      }, seconds * 1000);
      return () => clearInterval(clock);
    }
    return undefined;
  }, [seconds]);
  return {
    data: data.value,
    error: error.value,
    again: () => turn.value++,
    set: (next) => {
      data.value = next;
    },
  };
}

/** Why something was not done, in words. */
export function words(refused: unknown): string {
  if (refused instanceof Refused) {
    return refused.status === 0 ? t('unreachable') : refused.message;
  }
  return String(refused);
}

/** Does something and says how it went. */
export async function attempt(step: () => Promise<unknown>, done: string): Promise<boolean> {
  try {
    await step();
    if (done) {
      say(done);
    }
    return true;
  } catch (refused) {
    say(words(refused), true);
    return false;
  }
}

/** What was asked for, once it is there; until then why not. */
export function Shown<T>(props: { asked: Asked<T>; children: (data: T) => ComponentChildren }) {
  const { data, error } = props.asked;
  return (
    <>
      {error && (
        <p class="notice bad" role="alert">
          {error} <button class="link" type="button" onClick={props.asked.again}>{t('tryAgain')}</button>
        </p>
      )}
      {data === null ? !error && <p class="waiting" role="status">{t('waiting')}</p> : props.children(data)}
    </>
  );
}

export function Empty(props: { children: ComponentChildren }) {
  return <p class="empty">{props.children}</p>;
}
