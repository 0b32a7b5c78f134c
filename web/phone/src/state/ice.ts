// STUN and TURN of this server, fetched ahead of any call and again before the credential ends.
import { signal } from '@preact/signals';
import { mine, turn } from './server';

/** None of strangers, ever: without ours, the server itself can be reached. */
export const iceServers = signal<readonly RTCIceServer[]>([]);

let timer = 0;

export function begins(token: string): void {
  stops();
  const fetchThem = async () => {
    const answer = await mine<unknown>('turn', token);
    const { servers, ttl } = turn(answer);
    if (answer !== null) {
      iceServers.value = servers;
    }
    timer = window.setTimeout(() => void fetchThem(), answer === null ? 60_000 : Math.max(30, ttl / 2) * 1000);
  };
  if (token) {
    void fetchThem();
  }
}

export function stops(): void {
  clearTimeout(timer);
  iceServers.value = [];
}
