// The log: what is in memory, then what comes. Of everything, or of one call.
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ask, part } from '../api';
import { moment } from '../../../shared/i18n';
import { words } from '../parts/ask';
import { Page } from '../parts/bits';
import { link as href, place } from '../router';
import { follow, lines, link } from '../state';
import type { LogLine } from '../types';
import { t } from '../words';

const LEVELS = ['error', 'warn', 'info', 'debug', 'trace'];
const SHOWN = 500;

export function Logs() {
  const call = useSignal(place.value.query.get('call') ?? '');
  const text = useSignal('');
  return (
    <Page title={t('page_logs')}>
      <div class="filter">
        <label>{t('callId')}<input type="search" value={call.value} onChange={(event) => { call.value = event.currentTarget.value.trim(); }} dir="ltr" spellcheck={false} /></label>
        <label>{t('contains')}<input type="search" value={text.value} onInput={(event) => { text.value = event.currentTarget.value; }} /></label>
      </div>
      <LogLines call={call.value} contains={text.value} key={call.value} />
    </Page>
  );
}

/** The lines of one call, or all; they go on as long as they are shown. */
export function LogLines(props: { call: string; contains?: string }) {
  const least = useSignal('debug');
  const still = useSignal(false);
  const frozen = useSignal<readonly LogLine[]>([]);
  const error = useSignal('');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    follow(true);
    return () => follow(false);
  }, []);
  useSignalEffect(() => {
    if (link.value === 'live') {
      ask<{ lines: LogLine[] }>(`/api/logs?limit=1000${props.call ? `&call=${part(props.call)}` : ''}`).then(
        (answer) => {
          const first = answer.lines.at(-1)?.number ?? 0;
          lines.value = [...answer.lines, ...lines.peek().filter((line) => line.number > first)];
          error.value = '';
        },
        (refused: unknown) => { error.value = words(refused); },
      );
    }
  });
  const wanted = (props.contains ?? '').toLowerCase();
  const all = still.value ? frozen.value : lines.value;
  const shown = all
    .filter((line) => (!props.call || line.callId === props.call)
      && LEVELS.indexOf(line.level) <= LEVELS.indexOf(least.value)
      && (!wanted || line.text.toLowerCase().includes(wanted)))
    .slice(-SHOWN);
  useEffect(() => {
    if (!still.value && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [shown.length, shown.at(-1)?.number]);
  return (
    <>
      <div class="filter">
        <label>
          {t('level')}
          <select value={least.value} onChange={(event) => { least.value = event.currentTarget.value; }}>
            {LEVELS.map((level) => <option key={level} value={level}>{level}</option>)}
          </select>
        </label>
        <button
          type="button" aria-pressed={still.value}
          onClick={() => {
            frozen.value = lines.value;
            still.value = !still.value;
          }}
        >
          {t('holdStill')}
        </button>
      </div>
      {error.value && <p class="notice bad" role="alert">{error.value}</p>}
      {/* Not a live region: a busy node would talk without end. */}
      <div ref={box} class="log" role="region" aria-label={t('page_logs')} tabIndex={0} dir="ltr">
        {shown.length === 0 && <p class="empty" dir="auto">{t('noLines')}</p>}
        {shown.map((line) => (
          <p key={line.number} class={line.level}>
            <time dateTime={line.time}>{moment(Date.parse(line.time), { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false })}</time>
            {' '}<b>{line.level}</b> <span class="room">{line.room}</span>{' '}
            {line.callId && !props.call && <a href={href('calls', line.callId)}>{line.callId.slice(0, 12)}</a>}{' '}
            {line.text}
          </p>
        ))}
      </div>
    </>
  );
}
