// What the page's address may say: whom to call, who signs in. Anybody can make such a link, so it
// fills in, and never calls nor signs in without a click of the person.

export interface Link {
  /** Whom to call. */
  readonly call: string;
  readonly video: boolean;
  /** Who would sign in. */
  readonly user: string;
  /** What signs an administrator's user in, once, without a password. */
  readonly code: string;
  /** A page around ours may drive it by messages. */
  readonly embedded: boolean;
}

const LONGEST = 256;

/** Reads `?call=9999`, `#call=bob`, `#provision=…`, and what a `tel:` or `sip:` link became. */
export function link(search: string, hash: string): Link {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.replace(/^#/, ''));
  const said = (name: string) => fragment.get(name) ?? query.get(name) ?? '';
  return {
    call: address(said('call')),
    video: said('video') === '1',
    user: provision(said('provision')),
    code: code(said('provision')),
    embedded: query.get('embed') === '1',
  };
}

/** `tel:+49-30-1234`, `sip:bob@example.org;user=phone`, `bob`: what one dials. */
export function address(text: string): string {
  const bare = text.trim().slice(0, LONGEST);
  const scheme = /^(web\+)?(tel|sips?|callto):(\/\/)?/i.exec(bare);
  if (!scheme) {
    return /[\p{Cc}<>"\s]/u.test(bare) ? '' : bare;
  }
  let rest = bare.slice(scheme[0].length).split(/[;?]/)[0] ?? '';
  try {
    rest = decodeURIComponent(rest);
  } catch {
    return '';
  }
  const number = scheme[2]?.toLowerCase() === 'tel' ? rest.replace(/[-.()\s]/g, '') : rest;
  return /[\p{Cc}<>"\s]/u.test(number) ? '' : number;
}

/** The user of a provisioning link: base64url of `{"user":"alice"}`. */
function provision(text: string): string {
  if (!text || text.length > 2048) {
    return '';
  }
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
    const { user } = JSON.parse(new TextDecoder().decode(bytes)) as { user?: unknown };
    return typeof user === 'string' && user.length <= LONGEST && !/[\p{Cc}<>"\s]/u.test(user) ? user : '';
  } catch {
    return '';
  }
}

/** The code of a link that the server made (`POST /api/users/:name/provisioning`). */
function code(text: string): string {
  return /^[A-Za-z0-9_-]{16,128}$/.test(text) && !provision(text) ? text : '';
}

/** A link that fills in `user` on another device. */
export function provisioningLink(page: string, user: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ user }));
  const text = btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  return `${page.replace(/[?#].*$/, '')}#provision=${text}`;
}
