// The ladder of a call: a picture that the arrow keys walk, and the same as a table.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { HEAD, ladder, placeOf, ROW, type Arrow } from '../ladder';
import { headline, repeats } from '../sip';
import { Table } from '../parts/table';
import type { Traced } from '../types';
import { t } from '../words';

export function LadderView(props: { messages: readonly Traced[] }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useSignal(640);
  const chosen = useSignal(-1);
  const stop = useSignal(0);
  useEffect(() => {
    const element = holder.current;
    if (!element) {
      return undefined;
    }
    const sized = new ResizeObserver(() => { width.value = element.clientWidth; });
    sized.observe(element);
    return () => sized.disconnect();
  }, []);
  const drawn = ladder(props.messages, width.value, 'Jackfield');
  const walk = (event: KeyboardEvent, index: number) => {
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: drawn.arrows.length - 1 }[event.key];
    if (to !== undefined && drawn.arrows[to]) {
      event.preventDefault();
      stop.value = to;
      holder.current?.querySelector<SVGGElement>(`[data-index="${to}"]`)?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      chosen.value = index;
    } else if (event.key === 'Escape') {
      chosen.value = -1;
    }
  };
  const close = () => {
    stop.value = chosen.value;
    holder.current?.querySelector<SVGGElement>(`[data-index="${chosen.value}"]`)?.focus();
    chosen.value = -1;
  };
  const message = props.messages[chosen.value];
  return (
    <>
      <div class="ladder" ref={holder} dir="ltr" role="region" aria-label={t('ladderHint')} tabIndex={0}>
        <svg width={drawn.width} height={drawn.height} role="group" aria-label={t('ladderHint')}>
          {drawn.lanes.map((lane) => (
            <g key={lane.place} aria-hidden="true">
              <text x={lane.x} y={22} class="lane">{lane.title ? cut(lane.title) : t('unnamed')}</text>
              <text x={lane.x} y={42} class="place">{lane.place}</text>
              <line x1={lane.x} x2={lane.x} y1={HEAD - 10} y2={drawn.height} class="life" />
            </g>
          ))}
          {drawn.arrows.map((arrow) => (
            <Step
              key={arrow.index}
              arrow={arrow}
              width={drawn.width}
              chosen={arrow.index === chosen.value}
              stop={arrow.index === stop.value}
              onChoose={() => {
                chosen.value = arrow.index;
                stop.value = arrow.index;
              }}
              onKey={(event) => walk(event, arrow.index)}
            />
          ))}
        </svg>
      </div>
      {message && (
        <section class="message" aria-label={headline(message.text)}>
          <div class="title">
            <h3 dir="ltr">{headline(message.text)}</h3>
            <div class="acts">
              {/* Not `disabled`: the keyboard would be nowhere after the last one. */}
              <button type="button" aria-disabled={chosen.value === 0} onClick={() => { chosen.value = Math.max(0, chosen.value - 1); }}>{t('previous')}</button>
              <button type="button" aria-disabled={chosen.value === props.messages.length - 1} onClick={() => { chosen.value = Math.min(props.messages.length - 1, chosen.value + 1); }}>{t('next')}</button>
              <button type="button" onClick={close}>{t('close')}</button>
            </div>
          </div>
          <p class="hint"><span dir="ltr" class="mono">{message.time} {message.direction === 'in' ? `${placeOf(message)} → Jackfield` : `Jackfield → ${placeOf(message)}`}</span></p>
          <pre tabIndex={0} dir="ltr" aria-label={t('messageText')} role="region">{message.text}</pre>
        </section>
      )}
      <details>
        <summary>{t('asTable')}</summary>
        <MessageTable messages={props.messages} onChoose={(index) => { chosen.value = index; }} />
      </details>
    </>
  );
}

function cut(text: string): string {
  return text.length > 26 ? `${text.slice(0, 25)}…` : text;
}

function Step(props: {
  arrow: Arrow;
  width: number;
  chosen: boolean;
  stop: boolean;
  onChoose: () => void;
  onKey: (event: KeyboardEvent) => void;
}) {
  const { arrow } = props;
  const right = arrow.to > arrow.from;
  const middle = (arrow.from + arrow.to) / 2;
  const time = arrow.ms >= 10_000 ? `${(arrow.ms / 1000).toFixed(1)} s` : `${arrow.ms} ms`;
  const label = arrow.repeated ? `${arrow.label} ↻` : arrow.label;
  const tip = arrow.to + (right ? -9 : 9);
  return (
    <g
      class={`step ${arrow.kind}${arrow.repeated ? ' repeated' : ''}${props.chosen ? ' chosen' : ''}`}
      role="button"
      tabindex={props.stop ? 0 : -1}
      aria-pressed={props.chosen}
      aria-label={`${time} ${label} ${arrow.detail}${arrow.repeated ? `, ${t('repeated')}` : ''}`}
      data-index={arrow.index}
      onClick={props.onChoose}
      onKeyDown={props.onKey}
    >
      <rect x={2} y={arrow.y - ROW / 2 - 4} width={props.width - 4} height={ROW - 2} rx={6} class="hit" />
      <text x={8} y={arrow.y + 4} class="ms">{`${time} `}</text>
      <text x={middle} y={arrow.y - 8} class="label">{`${label} `}</text>
      {arrow.detail && <text x={middle} y={arrow.y + 14} class="detail">{arrow.detail}</text>}
      <line x1={arrow.from} x2={tip} y1={arrow.y} y2={arrow.y} class="shaft" />
      <path d={`M${arrow.to},${arrow.y} L${tip},${arrow.y - 5} L${tip},${arrow.y + 5} Z`} class="tip" />
    </g>
  );
}

function MessageTable(props: { messages: readonly Traced[]; onChoose: (index: number) => void }) {
  const again = repeats(props.messages);
  return (
    <Table
      label={t('ladder')}
      rows={props.messages.map((message, index) => ({ message, index }))}
      id={({ index }) => String(index)}
      empty={t('noMessages')}
      columns={[
        { head: 'ms', kind: 'num', cell: ({ message }) => message.ms },
        { head: t('message'), kind: 'main', cell: ({ message, index }) => <button type="button" class="link" onClick={() => props.onChoose(index)}>{headline(message.text)}</button> },
        { head: t('from'), cell: ({ message }) => <span class="mono" dir="ltr">{message.direction === 'in' ? placeOf(message) : 'Jackfield'}</span> },
        { head: t('to'), cell: ({ message }) => <span class="mono" dir="ltr">{message.direction === 'in' ? 'Jackfield' : placeOf(message)}</span> },
        { head: t('note'), cell: ({ index }) => (again[index] ? t('repeated') : '–') },
      ]}
    />
  );
}
