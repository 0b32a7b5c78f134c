// The node at a glance.
import { computed, useComputed, useSignal } from '@preact/signals';
import { numeral } from '../../../shared/i18n';
import { bytes, percent, short } from '../numbers';
import { Card, CallLink, Page, Person, State, To, When } from '../parts/bits';
import { Chart } from '../parts/chart';
import { Empty, Shown, useAsked } from '../parts/ask';
import { latest, noColumns } from '../reduce';
import { link as href } from '../router';
import { alerts, columns, ended } from '../state';
import type { Columns, FailureReason, Failures } from '../types';
import { alertCure, alertWords, recordWords } from '../verdicts';
import { t } from '../words';

/** Counts up when a call ends: then the outcomes are asked for again. */
const failedCalls = computed(() => Date.parse(ended.value?.[0]?.ended ?? '') || 0);

export function Overview() {
  const now = useComputed(() => latest(columns.value));
  const day = useSignal(false);
  const ofDay = useAsked<Columns>(day.value ? '/api/numbers?minutes=1440' : '', 60);
  const failures = useAsked<Failures>(`/api/failures?minutes=${day.value ? 1440 : 60}`, 15, failedCalls);
  const all = day.value ? (ofDay.data ?? noColumns()) : columns.value;
  const sample = now.value;
  return (
    <Page title={t('page_overview')}>
      <section class="alerts" aria-label={t('alerts')}>
        {alerts.value.length === 0
          ? <p class="calm">{t('noAlerts')}</p>
          : (
            <ul>
              {alerts.value.map((alert) => (
                <li key={alert.text} class={`notice ${alert.severity === 'bad' ? 'bad' : ''}`}>
                  <span><b>{t(alert.severity === 'bad' ? 'severityBad' : 'severityWarn')}</b> {alertWords(alert)}{alertCure(alert) && <span class="cure">{alertCure(alert)}</span>}</span>
                  <span class="since"><When iso={alert.since} /></span>
                </li>
              ))}
            </ul>
          )}
      </section>
      <dl class="tiles">
        <Tile name={t('callsNow')} value={sample ? numeral(sample.calls) : '–'} to={href('calls')} />
        <Tile name={t('registrationsNow')} value={sample ? numeral(sample.registrations) : '–'} to={href('registrations')} />
        <Tile name={t('packetsASecond')} value={sample ? short(sample.packetsIn + sample.packetsOut) : '–'} />
        <Tile name={t('cpu')} value={sample ? percent(sample.cpu) : '–'} />
        <Tile name={t('heap')} value={sample ? bytes(sample.heap) : '–'} />
        <Tile name={t('ringP99')} value={sample?.ringP99Ms != null ? `${numeral(sample.ringP99Ms)} ms` : '–'} />
      </dl>
      <fieldset class="spans">
        <legend class="visually-hidden">{t('span')}</legend>
        {[false, true].map((each) => (
          <label key={String(each)}>
            <input type="radio" name="span" checked={day.value === each} onChange={() => { day.value = each; }} />
            {t(each ? 'spanDay' : 'spanHour')}
          </label>
        ))}
      </fieldset>
      <div class="charts">
        <Chart title={t('calls')} times={all.time} lines={[{ label: t('calls'), color: 1, values: all.calls }]} atLeast={4} />
        <Chart title={t('registrations')} times={all.time} lines={[{ label: t('registrations'), color: 2, values: all.registrations }]} atLeast={4} />
        <Chart
          title={t('packetsASecond')} times={all.time} atLeast={10}
          lines={[{ label: t('in'), color: 1, values: all.packetsIn }, { label: t('out'), color: 3, values: all.packetsOut }]}
        />
        <Chart
          title={t(day.value ? 'errorsAMinute' : 'errorsASecond')} times={all.time} atLeast={4}
          lines={[{ label: t('failedCalls'), color: 6, values: all.errors }, { label: t('drops'), color: 5, values: all.drops }]}
        />
        <Chart
          title={t('cpu')} times={all.time} atLeast={100} format={(value) => `${Math.round(value)} %`}
          lines={[{ label: t('cpu'), color: 4, values: all.cpu.map((share) => (share === null ? null : share * 100)) }]}
        />
        <Chart title={t('heap')} times={all.time} atLeast={64 << 20} format={bytes} lines={[{ label: t('heap'), color: 2, values: all.heap }]} />
      </div>
      <div class="legs">
        <Card title={t(day.value ? 'outcomesDay' : 'outcomesHour')}>
          <Shown asked={failures}>{(data) => <Outcomes of={data.outcomes} />}</Shown>
        </Card>
        <Card title={t(day.value ? 'reasonsDay' : 'reasonsHour')} acts={<a href={href('ended', '', 'failed=yes')}>{t('all')}</a>}>
          <Shown asked={failures}>{(data) => <Reasons of={data.reasons} />}</Shown>
        </Card>
      </div>
      <Card title={t('lastEnded')} acts={<a href={href('ended')}>{t('all')}</a>}>
        {ended.value !== null && ended.value.length === 0 && <Empty>{t('noEnded')}</Empty>}
        <ul class="plain">
          {ended.value?.slice(0, 6).map((call) => (
            <li key={call.id}>
              <When iso={call.ended} />
              <CallLink id={call.callId}><Person uri={call.from} /> <To /> <Person uri={call.to} /></CallLink>
              <State of={call.outcome} />
              <span class="faint">{recordWords(call)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}

/** Bars for eyes; the numbers beside them say the same. */
function Outcomes(props: { of: Readonly<Record<string, number>> }) {
  const shown = Object.entries(props.of).filter(([, count]) => count > 0);
  const most = Math.max(1, ...shown.map(([, count]) => count));
  if (shown.length === 0) {
    return <Empty>{t('noEnded')}</Empty>;
  }
  return (
    <ul class="bars">
      {shown.map(([outcome, count]) => (
        <li key={outcome}>
          <State of={outcome} />
          <span class="bar" aria-hidden="true"><i style={{ inlineSize: `${(100 * count) / most}%` }} /></span>
          <b>{numeral(count)}</b>
        </li>
      ))}
    </ul>
  );
}

function Reasons(props: { of: readonly FailureReason[] }) {
  if (props.of.length === 0) {
    return <p class="calm">{t('noFailures')}</p>;
  }
  return (
    <ul class="plain">
      {props.of.slice(0, 8).map((each) => (
        <li key={each.outcome + each.reason}>
          <b class="mono">{numeral(each.count)} ×</b>
          <State of={each.outcome} />
          <CallLink id={each.callId}><bdi>{each.reason || t('unnamed')}</bdi></CallLink>
          <span class="faint">{t('lastAt')} <When iso={each.lastMs} /></span>
        </li>
      ))}
    </ul>
  );
}

function Tile(props: { name: string; value: string; to?: string }) {
  return (
    <div>
      <dt>{props.to ? <a href={props.to}>{props.name}</a> : props.name}</dt>
      <dd><bdi>{props.value}</bdi></dd>
    </div>
  );
}
