import { signal } from '@preact/signals';

/** What can be open below a call. */
export type Panel = 'keys' | 'transfer' | 'quality' | '';

/** What is. */
export const panel = signal<Panel>('');

export function toggle(which: Panel): void {
  panel.value = panel.value === which ? '' : which;
}
