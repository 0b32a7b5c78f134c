// Where the focus is, for those who work without a mouse: where the next thing is to be done, and
// never nowhere.
import { effect } from '@preact/signals';
import type { View } from './calls';
import { tab, view, type Tab } from './stage';

const FIRST: Readonly<Record<View, string>> = { signin: 'user', dial: 'number', incoming: 'answer', talk: 'hang-up' };
const OF_TAB: Readonly<Record<Tab, string>> = {
  keypad: 'number', recents: 'tab-recents', contacts: 'add-contact', messages: 'chat-to', settings: 'tab-settings',
};

/** What had the focus last, and what it was in. */
let last: HTMLElement | null = null;
let around: readonly HTMLElement[] = [];
/** Whether a key was pressed later than anything was pointed at. */
let byKeys = false;

/** From now on the focus follows what is shown, and what closes gives it back to what opened it. */
export function followFocus(page: HTMLElement): void {
  document.addEventListener('keydown', () => (byKeys = true), { capture: true });
  document.addEventListener('pointerdown', () => (byKeys = false), { capture: true });
  document.addEventListener('focusin', ({ target }) => target instanceof HTMLElement && remember(target));
  new MutationObserver(notNowhere).observe(page, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
  followViews();
}

function followViews(): void {
  let shown = '';
  effect(() => {
    const next = view.value;
    if (next === shown) {
      return;
    }
    shown = next;
    const writing = document.activeElement;
    const busy = writing instanceof HTMLTextAreaElement || (writing instanceof HTMLInputElement && writing.id !== 'number' && writing.value !== '');
    const pops = next === 'dial' && matchMedia('(hover: none)').matches; // the keyboard would cover the pad
    requestAnimationFrame(() => {
      if (!(next === 'incoming' && busy) && !pops) {
        document.getElementById(FIRST[next])?.focus();
      }
    });
  });
}

function remember(target: HTMLElement): void {
  last = target;
  const all: HTMLElement[] = [];
  for (let each = target.parentElement; each; each = each.parentElement) {
    all.push(each);
  }
  around = all;
}

/** What had the focus may be gone, or may not be pressed for a while. */
function notNowhere(): void {
  if (!byKeys || !last || (document.activeElement && document.activeElement !== document.body)) {
    return;
  }
  const next = last.isConnected ? last : (opener() ?? document.getElementById(view.value === 'dial' ? OF_TAB[tab.value] : FIRST[view.value]));
  next?.focus();
}

/** What opened the part of the page that is gone. */
function opener(): HTMLElement | null {
  for (const { isConnected, id } of around) {
    const found = !isConnected && id ? document.querySelector<HTMLElement>(`[data-opens="${CSS.escape(id)}"]`) : null;
    if (found) {
      return found;
    }
  }
  return null;
}
