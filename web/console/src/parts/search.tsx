// A text that a list is searched for. What is asked of the node waits until the typing pauses.
import { useSignal, useSignalEffect, type Signal } from '@preact/signals';
import { t } from '../words';

const PAUSE_MS = 250;

export interface Search { typed: Signal<string>; wanted: Signal<string> }

/** `typed` follows each key; `wanted` is that without the space around it, once the typing pauses. */
export function useSearch(initial = ''): Search {
  const typed = useSignal(initial);
  const wanted = useSignal(initial);
  useSignalEffect(() => {
    const next = typed.value.trim();
    const later = setTimeout(() => { wanted.value = next; }, PAUSE_MS);
    return () => clearTimeout(later);
  });
  return { typed, wanted };
}

export function SearchField(props: { typed: Signal<string>; placeholder: string; found: string | null }) {
  return (
    <div class="filter">
      <label>
        {t('filter')}
        <input
          type="search" value={props.typed.value} placeholder={props.placeholder} autocapitalize="none"
          onInput={(event) => { props.typed.value = event.currentTarget.value; }}
        />
      </label>
      {props.found !== null && <p class="hint" role="status">{props.found}</p>}
    </div>
  );
}
