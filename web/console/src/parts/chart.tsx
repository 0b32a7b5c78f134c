// A chart over time. Its picture is for eyes; its label says the last value in words.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { LANGUAGES, language } from '../../../shared/i18n';
import { theme } from '../../../shared/theme';
import { short } from '../numbers';

export interface Line {
  label: string;
  color: 1 | 2 | 3 | 4 | 5 | 6;
  values: readonly (number | null)[];
  /** Told by somebody else. */
  dashed?: boolean;
}

const HEIGHT = 150;
const LEAST_SECONDS = 60;

export function Chart(props: {
  title: string;
  times: readonly number[];
  lines: readonly Line[];
  /** The least highest value of the axis. */
  atLeast?: number;
  /** The axis begins here instead of at 0. */
  from?: number;
  format?: (value: number) => string;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const format = props.format ?? short;
  const data = [props.times.map((ms) => ms / 1000), ...props.lines.map((line) => [...line.values])] as uPlot.AlignedData;
  useEffect(() => {
    const element = holder.current;
    if (!element) {
      return undefined;
    }
    const make = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(element, props.lines, props.from ?? 0, props.atLeast ?? 1, format), data, element);
    };
    make();
    const sized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    sized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', make);
    return () => {
      sized.disconnect();
      scheme.removeEventListener('change', make);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [language.value, theme.value, props.lines.map((line) => line.label).join()]);
  useEffect(() => {
    plot.current?.setData(data);
  }, [props.times, ...props.lines.map((line) => line.values)]);
  const last = (line: Line) => line.values.findLast((value) => value !== null);
  return (
    <figure class="chart">
      <figcaption>
        <span class="name">{props.title}</span>
        {props.lines.map((line) => {
          const value = last(line);
          return (
            <span key={line.label} class={`key c${line.color}${line.dashed ? ' dashed' : ''}`}>
              {props.lines.length > 1 ? `${line.label} ` : ''}
              <b><bdi>{value === undefined || value === null ? '–' : format(value)}</bdi></b>
            </span>
          );
        })}
      </figcaption>
      <div ref={holder} class="plot" aria-hidden="true" dir="ltr" />
    </figure>
  );
}

function color(element: Element, name: string): string {
  // light-dark() in a custom property is only worked out where it is used.
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** From the first time to the last, a minute at least. */
function span(times: ArrayLike<number>): [number, number] {
  const last = times[times.length - 1] ?? Date.now() / 1000;
  return [Math.min(times[0] ?? last, last - LEAST_SECONDS), last];
}

/** So few values that a line would not be seen. */
function few(values: ArrayLike<number | null | undefined> | undefined): boolean {
  return Array.from(values ?? []).filter((value) => value != null).length < 3;
}

/** `rgb(1, 2, 3)` with an alpha. */
function faded(rgb: string): string {
  return rgb.replace('rgb(', 'rgba(').replace(')', ', 0.12)');
}

function options(
  element: HTMLElement,
  lines: readonly Line[],
  from: number,
  atLeast: number,
  format: (value: number) => string,
): uPlot.Options {
  const faint = color(element, '--faint');
  const grid = { stroke: color(element, '--line'), width: 1 };
  const font = '12px system-ui, sans-serif';
  const time = new Intl.DateTimeFormat(LANGUAGES[language.value].locale, { hour: '2-digit', minute: '2-digit', hour12: false });
  const exact = new Intl.DateTimeFormat(LANGUAGES[language.value].locale, { timeStyle: 'medium', hour12: false });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: true, range: (u) => span(u.data[0]) }, y: { range: (_, __, most) => [from, Math.max(atLeast, (most ?? 0) * 1.1)] } },
    axes: [
      { stroke: faint, grid, font, ticks: grid, size: 26, space: 70, values: (_, all) => all.map((at) => ((all[1] ?? 0) - (all[0] ?? 0) < 60 ? exact : time).format(at * 1000)) },
      { stroke: faint, grid, font, ticks: grid, size: 58, values: (_, all) => all.map((value) => format(value)) },
    ],
    series: [
      { value: (_, at) => exact.format(at * 1000) },
      ...lines.map((line): uPlot.Series => ({
        label: line.label,
        stroke: color(element, `--chart-${line.color}`),
        width: 2,
        spanGaps: true,
        ...(line.dashed ? { dash: [5, 4] } : {}),
        points: { show: (u, index) => few(u.data[index]), size: 7 },
        ...(lines.length === 1 ? { fill: faded(color(element, `--chart-${line.color}`)) } : {}),
      })),
    ],
  };
}
