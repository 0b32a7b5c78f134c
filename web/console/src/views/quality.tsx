// How the sound of a call was, each way, from its beginning: of one that is over too.
import { numeral } from '../../../shared/i18n';
import { Empty } from '../parts/ask';
import { Card } from '../parts/bits';
import { Chart, type Line } from '../parts/chart';
import { aligned } from '../reduce';
import type { Course, Leg, PageSaid } from '../types';
import { t } from '../words';

type Of = Exclude<keyof Course, 'time'>;

interface Told { label: string; color: 1 | 3; dashed: boolean; course: Course }

export function Quality(props: { legs: readonly Leg[]; pages?: readonly PageSaid[]; ended?: boolean }) {
  const told = [
    ...props.legs.slice(0, 2).flatMap((leg, index) => courses(leg, index)),
    ...(props.pages ?? []).filter((page) => page.course.time.length > 0).map(ofPage),
  ];
  if (told.length === 0) {
    return props.ended ? null : <Card title={t('quality')} wide><Empty>{t('qualitySoon')}</Empty></Card>;
  }
  const { times, columns } = aligned(told.map((each) => each.course));
  const lines = (of: Of): Line[] =>
    told
      .map((each, index) => ({ ...each, values: columns(index, of) }))
      .filter((line) => line.values.some((value) => value !== null));
  return (
    <Card title={t('quality')} wide>
      {told.some((each) => each.dashed) && <p class="hint">{t('qualityHint')}</p>}
      <div class="charts">
        <Chart title="MOS" times={times} lines={lines('mos')} from={1} atLeast={4.5} format={(value) => numeral(value, 1)} />
        <Chart title={t('loss')} times={times} lines={lines('lostPercent')} atLeast={5} format={(value) => `${numeral(value, value < 10 ? 1 : 0)} %`} />
        <Chart title={t('jitter')} times={times} lines={lines('jitterMs')} atLeast={20} format={(value) => `${numeral(value)} ms`} />
        <Chart title={t('roundTrip')} times={times} lines={lines('roundTripMs')} atLeast={50} format={(value) => `${numeral(value)} ms`} />
      </div>
    </Card>
  );
}

function ofPage(page: PageSaid): Told {
  const caller = page.party === 'caller';
  return { label: t(caller ? 'caller' : 'called'), color: caller ? 1 : 3, dashed: false, course: page.course };
}

function courses(leg: Leg, index: number): Told[] {
  const course = leg.streams.find((stream) => stream.kind === 'audio')?.course;
  const color = index === 0 ? 1 : 3;
  return [
    { label: t(index === 0 ? 'caller' : 'called'), color, dashed: false, course: course?.in },
    { label: t(index === 0 ? 'gotCaller' : 'gotCalled'), color, dashed: true, course: course?.out },
  ].filter((each): each is Told => each.course !== undefined && each.course.time.length > 0);
}
