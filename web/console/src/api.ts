// The REST API, as docs/guide/api.md describes it: nothing else is asked.
import { signal } from '@preact/signals';

const KEPT = 'jackfield.console.token';

/** The admin token; empty where nobody has signed in in this tab. */
export const token = signal(kept());

function kept(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

export function keepToken(next: string): void {
  try {
    if (next) {
      sessionStorage.setItem(KEPT, next);
    } else {
      sessionStorage.removeItem(KEPT);
    }
  } catch {
    // no storage: signed in as long as the page is open
  }
  token.value = next;
}

/** What the node answers when it does not do what it is asked; status 0 where it does not answer. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function send(method: string, path: string, body?: unknown, by = token.value): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${by}` };
  // `omit`: a refusal must not make the browser ask for a name and password in a window of its own.
  const request: RequestInit = { method, headers, cache: 'no-store', credentials: 'omit' };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Refused(0, '');
  }
  if (response.ok) {
    return response;
  }
  if (response.status === 401 && by === token.value && path !== '/api/console/session') {
    keepToken('');
  }
  throw new Refused(response.status, await why(response));
}

async function why(response: Response): Promise<string> {
  try {
    const said = (await response.json()) as { error?: string };
    return said.error ?? '';
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}

export async function ask<T>(path: string): Promise<T> {
  return (await (await send('GET', path)).json()) as T;
}

/** Throws where `wanted` is not the node's token. */
export async function tryToken(wanted: string): Promise<void> {
  await send('GET', '/api/alerts', undefined, wanted);
}

export async function tell<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return (await (await send(method, path, body)).json()) as T;
}

/** Has the browser keep a file of the API; the token goes in a header, not in the address. */
export async function download(path: string, name: string): Promise<void> {
  const bytes = await (await send('GET', path)).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const part = encodeURIComponent;
