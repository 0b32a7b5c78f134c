// Where the keyboard is: nobody who uses nothing else may lose the place when something goes away.
import { useEffect, useRef } from 'preact/hooks';

/** What begins in the middle of a page when the keyboard is nowhere. */
export function toMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}

function take(element: Element | null): boolean {
  if ((element instanceof HTMLElement || element instanceof SVGElement) && element.isConnected) {
    element.focus();
  }
  return document.activeElement !== null && document.activeElement === element;
}

/** Gives what puts the keyboard back where it is now. */
export function focusReturned(): () => void {
  const before = document.activeElement;
  return () => {
    if (!take(before)) {
      toMain();
    }
  };
}

/** For a list whose rows come and go: a row that goes away with the keyboard on it hands it to the
    one that takes its place. Gives what is called with each element that gets the keyboard. */
export function useFocusKept(rows: () => readonly Element[]): (event: FocusEvent) => void {
  const held = useRef<{ element: Element; row: number } | null>(null);
  useEffect(() => {
    const was = held.current;
    if (was && !was.element.isConnected) {
      held.current = null;
      const lost = document.activeElement === null || document.activeElement === document.body;
      const all = rows();
      const next = all[Math.min(was.row, all.length - 1)]?.querySelectorAll('a, button');
      if (lost && !take(next?.[next.length - 1] ?? null)) {
        toMain();
      }
    }
  });
  return (event) => {
    const element = event.target as Element;
    const row = rows().findIndex((each) => each.contains(element));
    held.current = { element, row: row < 0 ? rows().length - 1 : row };
  };
}
