/** A call does not wait for TURN longer than this. */
const TURN_PATIENCE_MS = 1_500;

interface Given {
  servers: RTCIceServer[];
  /** Seconds that they are good for. */
  ttl: number;
}

/** STUN and TURN, as long as they are good; none rather than a call that waits. */
export class IceServers {
  private known: { servers: RTCIceServer[]; until: number } | undefined;

  constructor(private readonly ask: () => Promise<Given>) {}

  async now(): Promise<RTCIceServer[]> {
    if (this.known && this.known.until > Date.now()) {
      return this.known.servers;
    }
    const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), TURN_PATIENCE_MS));
    const got = await Promise.race([this.ask().catch(() => undefined), late]);
    if (got) {
      this.known = { servers: got.servers, until: Date.now() + got.ttl * 500 };
    }
    return got?.servers ?? [];
  }
}

export interface Credentials {
  token?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
}

/** Asks the node whose `/signal` is at `url`, as who has signed in there. */
export async function ofNode(url: string, { token, user, password }: Credentials): Promise<Given> {
  if (token === undefined && (user === undefined || password === undefined)) {
    return { servers: [], ttl: 600 };
  }
  const base = url.replace(/^ws/, 'http').replace(/\/signal.*$/, '');
  const [path, authorization] =
    token === undefined ? ['/api/turn', `Basic ${base64(`${user}:${password}`)}`] : ['/api/me/turn', `Bearer ${token}`];
  const response = await fetch(`${base}${path}`, { headers: { authorization } });
  if (!response.ok) {
    return { servers: [], ttl: 60 };
  }
  const body = (await response.json()) as { iceServers: RTCIceServer[]; ttl: number };
  return { servers: body.iceServers, ttl: body.ttl };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
