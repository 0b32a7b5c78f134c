// How the sound of a call was while its page was open.
import { Card } from '../parts/bits';
import { Chart, type Line } from '../parts/chart';
import { numeral } from '../../../shared/i18n';
import type { CallDetail } from '../types';
import { t } from '../words';

export interface QualityPoint {
  at: number;
  legs: { loss: number | null; jitter: number | null; mos: number | null }[];
}

const MOST = 900;

/** One look more. */
export function addHistory(history: readonly QualityPoint[], call: CallDetail, at: number): readonly QualityPoint[] {
  const legs = call.legs.map((leg) => {
    const voice = leg.streams.find((stream) => stream.kind === 'audio')?.in;
    return { loss: voice?.lostPercent ?? null, jitter: voice?.jitterMs ?? null, mos: voice?.mos?.now ?? null };
  });
  return [...history, { at, legs }].slice(-MOST);
}

export function Quality(props: { history: readonly QualityPoint[] }) {
  const { history } = props;
  const count = Math.max(0, ...history.map((point) => point.legs.length));
  if (count === 0) {
    return null;
  }
  const times = history.map((point) => point.at);
  const lines = (of: 'loss' | 'jitter' | 'mos'): Line[] =>
    Array.from({ length: count }, (_, leg) => ({
      label: t(leg === 0 ? 'caller' : 'called'),
      color: leg === 0 ? 1 : 3,
      values: history.map((point) => point.legs[leg]?.[of] ?? null),
    }));
  return (
    <Card title={t('quality')} wide>
      <div class="charts three">
        <Chart title="MOS" times={times} lines={lines('mos')} from={1} atLeast={4.5} format={(value) => numeral(value, 1)} />
        <Chart title={t('loss')} times={times} lines={lines('loss')} atLeast={5} format={(value) => `${numeral(value, value < 10 ? 1 : 0)} %`} />
        <Chart title={t('jitter')} times={times} lines={lines('jitter')} atLeast={20} format={(value) => `${numeral(value)} ms`} />
      </div>
    </Card>
  );
}
