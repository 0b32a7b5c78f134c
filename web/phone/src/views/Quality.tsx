// How the call is: one line, and the figures behind it.
import { useEffect, useRef } from 'preact/hooks';
import { numeral } from '../../../shared/i18n';
import { currentCall } from '../state/stage';
import { course, live, type Live } from '../state/live';
import { t } from '../words/index';
import type { Chart } from './chart';
import { panel, toggle } from '../state/panel';

const ms = (value: number | null) => (value === null ? '–' : t('milliseconds', { value: numeral(value) }));
const percent = (value: number) => t('percent', { value: numeral(value, value < 10 ? 1 : 0) });

export function QualityLine() {
  const seen = live.value;
  const open = panel.value === 'quality';
  return (
    <button type="button" class="quality quiet" id="quality" data-opens="quality-panel" data-level={seen?.now.level ?? 'none'} aria-expanded={open} aria-controls={open ? 'quality-panel' : undefined} disabled={!seen} onClick={() => toggle('quality')}>
      <span class="bars" aria-hidden="true"><i /><i /><i /><i /></span>
      <span id="quality-text">{said(seen)}</span>
    </button>
  );
}

function said(seen: Live | null): string {
  if (!seen || seen.now.state === 'waiting') {
    return t('waitingSound');
  }
  const { now } = seen;
  if (now.state === 'held') {
    return t('qualityHeld');
  }
  if (now.state !== 'sound') {
    return t(now.state === 'noSound' ? 'noSound' : 'noSoundYet');
  }
  const level = now.level === 'good' ? t('good') : now.level === 'fair' ? t('fair') : t('poor');
  return `${level} · ${numeral(now.mos, 1)}`;
}

export function QualityPanel() {
  const seen = live.value;
  return seen && <Figures seen={seen} />;
}

function Figures({ seen: { now, sample } }: { seen: Live }) {
  const rows: [string, string][] = [
    [t('mos'), now.mos ? numeral(now.mos, 2) : '–'],
    [t('roundTrip'), ms(now.roundTripMs)],
    [t('loss'), percent(now.lossPercent)],
    [t('jitter'), ms(now.jitterMs)],
    [t('bitrateIn'), t('kilobits', { value: numeral(now.inKbit) })],
    [t('bitrateOut'), t('kilobits', { value: numeral(now.outKbit) })],
    [t('codec'), sample.codec || '–'],
    [t('path'), sample.here ? t(sample.relayed ? 'relayed' : currentCall.value?.direct ? 'fromBrowser' : 'direct') : '–'],
    [t('local'), sample.here || '–'],
    [t('remote'), sample.there || '–'],
  ];
  if (sample.size) {
    rows.push([t('picture'), t('frames', { size: sample.size, rate: numeral(sample.frames) })]);
  }
  return (
    <section class="inset" id="quality-panel" aria-label={t('details')}>
      <Course />
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd dir="auto">{value}</dd></div>
        ))}
      </dl>
    </section>
  );
}

function Course() {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Chart | null>(null);
  const points = course.value;
  useEffect(() => {
    let gone = false;
    void import('./chart').then(({ chart }) => {
      if (!gone && place.current) {
        drawn.current = chart(place.current);
        drawn.current.show(course.peek());
      }
    });
    return () => {
      gone = true;
      drawn.current?.close();
      drawn.current = null;
    };
  }, []);
  useEffect(() => drawn.current?.show(points), [points]);
  const latest = points.at(-1);
  return <div class="course" ref={place} role="img" aria-label={`${t('chartOf')}: ${latest?.[1] ? numeral(latest[1], 1) : '–'}, ${percent(latest?.[2] ?? 0)}`} />;
}
