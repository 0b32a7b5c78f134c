// What the page asks of the server by HTTP: a session, STUN and TURN, what is left of calls.

export interface Session {
  readonly token: string;
  readonly user: string;
  readonly domain: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** A refusal of the server, or 0 where it did not answer. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

/** The domain of this server's users. */
export async function domain(): Promise<string> {
  try {
    const settings = (await (await fetch('phone.json')).json()) as { domain?: string };
    return settings.domain || location.hostname;
  } catch {
    return location.hostname;
  }
}

/** A session for name and password; null where this server gives none. */
export async function signIn(user: string, password: string): Promise<Session | null> {
  const answer = await fetch('api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user, password }),
  }).catch(() => {
    throw new Refused(0);
  });
  if (answer.status === 404 || answer.status === 405) {
    return null;
  }
  if (!answer.ok) {
    throw new Refused(answer.status);
  }
  return (await answer.json()) as Session;
}

/** A session for the code of a link that an administrator made; it is good once. */
export async function signInByLink(code: string): Promise<Session> {
  const answer = await fetch('api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ provision: code }),
  }).catch(() => {
    throw new Refused(0);
  });
  if (!answer.ok) {
    throw new Refused(answer.status);
  }
  return (await answer.json()) as Session;
}

/** Something below `/api/me`; null where it is not there, or not now. */
export async function mine<T>(path: string, token: string, more: RequestInit = {}): Promise<T | null> {
  if (!token) {
    return null;
  }
  try {
    const answer = await fetch(`api/me/${path}`, {
      ...more,
      headers: { Authorization: `Bearer ${token}`, ...(more.body ? { 'Content-Type': 'application/json' } : {}) },
    });
    return answer.ok && answer.status !== 204 ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}

/** Changes something below `/api/me`; says what was wrong: the status, or 0 where there is no answer,
 * or empty where it is done. */
export async function change(path: string, token: string, body: unknown): Promise<'' | number> {
  try {
    const answer = await fetch(`api/me/${path}`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? '' : answer.status;
  } catch {
    return 0;
  }
}

/** Whether the server has `/signal`; a server that does not say may have it. */
export async function hasSignal(token: string): Promise<boolean> {
  try {
    const answer = await fetch('api/me', { headers: { Authorization: `Bearer ${token}` } });
    const { can } = (await answer.json()) as { can?: { signal?: boolean } };
    return can?.signal !== false;
  } catch {
    return true;
  }
}

interface TurnAnswer {
  readonly iceServers?: unknown;
  readonly uris?: unknown;
  readonly username?: unknown;
  readonly password?: unknown;
  readonly ttl?: unknown;
}

export interface Turn {
  readonly servers: RTCIceServer[];
  /** Seconds that the credential is good for. */
  readonly ttl: number;
}

/** Either shape of a TURN credential: a browser's iceServers, or that of the "REST API for access
 * to TURN services". */
export function turn(answer: unknown): Turn {
  const body = (answer ?? {}) as TurnAnswer;
  const ttl = typeof body.ttl === 'number' && body.ttl > 0 ? body.ttl : 3600;
  if (Array.isArray(body.iceServers)) {
    return { servers: body.iceServers.filter(isServer), ttl };
  }
  const urls = Array.isArray(body.uris) ? body.uris.filter((each) => typeof each === 'string') : [];
  return urls.length > 0 && typeof body.username === 'string' && typeof body.password === 'string'
    ? { servers: [{ urls, username: body.username, credential: body.password }], ttl }
    : { servers: [], ttl };
}

function isServer(each: unknown): each is RTCIceServer {
  const urls = (each as { urls?: unknown } | null)?.urls;
  return typeof urls === 'string' || (Array.isArray(urls) && urls.length > 0 && urls.every((url) => typeof url === 'string'));
}
