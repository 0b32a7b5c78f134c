// Which page is shown: what stands behind the # of the address, so that links and the back button work.
import { signal } from '@preact/signals';

export interface Place { page: string; id: string; query: URLSearchParams }

export const place = signal<Place>(read());

export function read(hash: string = typeof location === 'undefined' ? '' : location.hash): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page = '', ...rest] = path.split('/');
  return { page: page || 'overview', id: decoded(rest.join('/')), query: new URLSearchParams(query) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function link(page: string, id = '', query = ''): string {
  return `#/${page}${id ? `/${encodeURIComponent(id)}` : ''}${query ? `?${query}` : ''}`;
}

export function go(page: string, id = ''): void {
  location.hash = link(page, id);
}

export function beginRouting(): void {
  window.addEventListener('hashchange', () => {
    const next = read();
    const other = next.page !== place.value.page || next.id !== place.value.id;
    place.value = next;
    if (other) {
      window.scrollTo(0, 0);
      document.getElementById('main')?.focus({ preventScroll: true });
    }
  });
}
