// What the address of the page asked for, until it is done.
import { signal } from '@preact/signals';
import { link, type Link } from './links';

const NOTHING: Link = { call: '', video: false, user: '', code: '', embedded: false };
export const linked = signal<Link>(typeof location === 'undefined' ? NOTHING : link(location.search, location.hash));

/** A link opened where the page is open already; a code goes out of the address, which is kept. */
export function watchLinks(): void {
  const hide = () => {
    if (linked.value.code) {
      history.replaceState(history.state, '', location.pathname + location.search);
    }
  };
  window.addEventListener('hashchange', () => {
    linked.value = link(location.search, location.hash);
    hide();
  });
  hide();
}

export function codeUsed(): void {
  linked.value = { ...linked.value, code: '' };
}
