// Light or dark: what the system says, unless the person chose otherwise in this browser.
import { signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const KEPT = 'jackfield.theme';

export const theme = signal<Theme>('system');

/** Shows what was chosen before. */
export function beginTheme(): void {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEPT);
  } catch {
    // no storage: the system decides
  }
  show(THEMES.find((each) => each === kept) ?? 'system');
}

export function chooseTheme(next: Theme): void {
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // the choice lasts as long as the page
  }
  show(next);
}

function show(next: Theme): void {
  theme.value = next;
  if (next === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
}
