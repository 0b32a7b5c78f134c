// When an offer may leave. JsSIP waits until every STUN and TURN server has answered or has been
// given up, which takes up to 40 s where one of them is a black hole. Our offer leaves with what was
// found within a moment: a path found later is tried by the browser all the same, and the other
// side learns it from the check itself (peer reflexive, RFC 8445 section 7.3.1.3).

/** How long to wait for more after the first candidate. */
export const MOMENT_MS = 80;

/** What JsSIP says of each candidate. */
export interface Found {
  readonly candidate: { readonly type?: string | null };
  readonly ready: () => void;
}

/** One for each description that is being made; `later` is setTimeout. */
export class Gathering {
  private waiting: (() => void) | null = null;

  constructor(private readonly later: (then: () => void, ms: number) => unknown) {}

  found(event: Found): void {
    if (this.waiting === event.ready) {
      return;
    }
    this.waiting = event.ready;
    this.later(event.ready, MOMENT_MS); // calling it twice does no harm
  }
}
