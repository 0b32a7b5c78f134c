// The quality of the call on the stage, looked at once a second, and how it went for some minutes.
import { effect, signal } from '@preact/signals';
import { quality, sample, type Quality, type Sample } from '../quality/stats';
import { board } from './board';
import { currentCall } from './stage';

/** Seconds that the chart shows. */
export const COURSE = 300;

export interface Live {
  readonly now: Quality;
  readonly sample: Sample;
}
export const live = signal<Live | null>(null);
/** Seconds they have talked. */
export const talked = signal(0);
/** Seconds since 1970, score (null where nothing was heard), loss in per cent. */
export const course = signal<readonly (readonly [number, number | null, number])[]>([]);

let before: Sample | null = null;
let of = '';
let timer = 0;

export function watchQuality(): void {
  effect(() => {
    const call = currentCall.value;
    const id = call?.stage === 'talking' ? call.id : '';
    if (id !== of) {
      of = id;
      before = null;
      live.value = null;
      course.value = [];
      clearInterval(timer);
      if (id) {
        timer = window.setInterval(() => void look(), 1000);
        void look();
      }
    }
  });
}

async function look(): Promise<void> {
  const call = currentCall.peek();
  const connection = board.talk(of)?.connection;
  if (!call || call.id !== of) {
    return;
  }
  talked.value = call.since ? (Date.now() - call.since) / 1000 : 0;
  const report = (await connection?.getStats().catch(() => null)) as unknown as Iterable<[string, Record<string, unknown>]> | null;
  if (!report || call.id !== of) {
    return;
  }
  const now = sample(report, performance.now());
  const seen = quality(before, now, call.held || call.heldByPeer);
  before = now;
  live.value = { now: seen, sample: now };
  course.value = [...course.value, [Math.round(Date.now() / 1000), seen.mos || null, seen.lossPercent] as const].slice(-COURSE);
}
