// The E-model (ITU-T G.107), as the server's rtc.quality computes it, so that both say one score.

/** What a codec costs where nothing is lost (Ie), and how well it bears loss (Bpl). */
const CODECS: Readonly<Record<string, readonly [number, number]>> = {
  PCMU: [0, 25.1], PCMA: [0, 25.1], G722: [0, 20], OPUS: [0, 30], G729: [11, 19], G723: [15, 16.1],
  'GSM-EFR': [5, 10], AMR: [5, 10], 'AMR-WB': [5, 10],
};
const UNKNOWN = [0, 20] as const;
const BEST = 93.2;

/** The rating R, 0 to 93.2; `delayMs` from mouth to ear. */
export function rating(codec: string, lossPercent: number, delayMs: number): number {
  const [impairment, robustness] = CODECS[codec.toUpperCase()] ?? UNKNOWN;
  const loss = lossPercent <= 0 ? 0 : ((95 - impairment) * lossPercent) / (lossPercent + robustness);
  return Math.min(BEST, Math.max(0, BEST - impairment - loss - delayImpairment(delayMs)));
}

function delayImpairment(delayMs: number): number {
  if (delayMs <= 100) {
    return 0;
  }
  const x = Math.log2(delayMs / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** The mean opinion score of a rating, 1 (bad) to 4.5. */
export function mos(r: number): number {
  return r <= 0 ? 1 : Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

/** From mouth to ear: half the round trip, a jitter buffer, a packet and the codec's look-ahead. */
export function delay(roundTripMs: number, jitterMs: number): number {
  return roundTripMs / 2 + Math.max(20, 2 * jitterMs) + 25;
}
