// The node at a glance.
import { useComputed } from '@preact/signals';
import { numeral } from '../../../shared/i18n';
import { bytes, percent, short } from '../numbers';
import { Card, CallLink, Page, Person, State, To, When } from '../parts/bits';
import { Chart } from '../parts/chart';
import { Empty } from '../parts/ask';
import { latest } from '../reduce';
import { link as href } from '../router';
import { alerts, columns, ended } from '../state';
import { alertWords, recordWords } from '../verdicts';
import { t } from '../words';

export function Overview() {
  const now = useComputed(() => latest(columns.value));
  const all = columns.value;
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
                  <span><b>{t(alert.severity === 'bad' ? 'severityBad' : 'severityWarn')}</b> {alertWords(alert)}</span>
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
      <div class="charts">
        <Chart title={t('calls')} times={all.time} lines={[{ label: t('calls'), color: 1, values: all.calls }]} atLeast={4} />
        <Chart title={t('registrations')} times={all.time} lines={[{ label: t('registrations'), color: 2, values: all.registrations }]} atLeast={4} />
        <Chart
          title={t('packetsASecond')} times={all.time} atLeast={10}
          lines={[{ label: t('in'), color: 1, values: all.packetsIn }, { label: t('out'), color: 3, values: all.packetsOut }]}
        />
        <Chart
          title={t('errorsASecond')} times={all.time} atLeast={4}
          lines={[{ label: t('failedCalls'), color: 6, values: all.errors }, { label: t('drops'), color: 5, values: all.drops }]}
        />
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

function Tile(props: { name: string; value: string; to?: string }) {
  return (
    <div>
      <dt>{props.to ? <a href={props.to}>{props.name}</a> : props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}
