// The page of one call: what is wrong with it first, then how it came to that.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { download, part, tell } from '../api';
import { clock } from '../numbers';
import { attempt, Empty, Shown, useAsked } from '../parts/ask';
import { Card, Page, Person, Since, State, To, When } from '../parts/bits';
import { confirmed } from '../parts/dialog';
import { link as href } from '../router';
import { calls, ended } from '../state';
import type { CallDetail, CallRecord, LadderSummary, Traced } from '../types';
import { legsWords } from '../verdicts';
import { t } from '../words';
import { LadderView } from './ladder';
import { Legs } from './legs';
import { LogLines } from './logs';
import { addHistory, Quality, type QualityPoint } from './quality';
import { SdpView } from './sdp';

export function CallPage(props: { id: string }) {
  const { id } = props;
  const running = calls.value?.get(id);
  const record = ended.value?.find((call) => call.callId === id);
  const summary = useAsked<LadderSummary>(`/api/calls/${part(id)}/ladder`);
  const messages = useAsked<{ messages: Traced[] }>(`/api/calls/${part(id)}/messages`, running ? 3 : 0);
  const detail = useAsked<CallDetail>(running ? `/api/calls/${part(id)}` : '', running ? 2 : 0);
  const history = useSignal<readonly QualityPoint[]>([]);
  const logs = useSignal(false);
  const direct = (running ?? record ?? summary.data)?.kind === 'direct';
  useEffect(() => {
    if (detail.data) {
      history.value = addHistory(history.peek(), detail.data, Date.now());
    }
  }, [detail.data]);
  useEffect(() => {
    summary.again();
    messages.again();
  }, [running?.state, record?.id]);
  const about = running ?? record ?? summary.data;
  if (calls.value === null && !about) {
    return <Page title={t('call')}><p class="waiting" role="status">{t('waiting')}</p></Page>;
  }
  if (!about) {
    return (
      <Page title={t('call')}>
        <Shown asked={summary}>{() => null}</Shown>
        <p><a href={href('calls')}>{t('page_calls')}</a></p>
      </Page>
    );
  }
  const hangUp = async () => {
    if (await confirmed(t('hangUpTitle'), t('hangUpText'), t('hangUp'))) {
      await attempt(() => tell('DELETE', `/api/calls/${part(id)}`), t('hungUp'));
    }
  };
  return (
    <Page
      title={<><Person uri={about.from} /> <To /> <Person uri={about.to} /></>}
      acts={(
        <>
          {!direct && <button type="button" onClick={() => void attempt(() => download(`/api/calls/${part(id)}/pcap`, `${id.replace(/[^\w.-]/g, '_')}.pcapng`), t('downloaded'))}>{t('capture')}</button>}
          {running && <button type="button" class="danger" onClick={() => void hangUp()}>{t('hangUp')}</button>}
        </>
      )}
    >
      <Verdict running={running?.state} detail={detail.data} record={record} summary={summary.data} />
      <Facts id={id} running={running} record={record} summary={summary.data} detail={detail.data} />
      {running && !direct && detail.data && <Legs legs={detail.data.legs} />}
      {running && !direct && <Quality history={history.value} />}
      <Card title={t('ladder')} wide>
        <Shown asked={messages}>
          {(data) => (data.messages.length === 0 ? <Empty>{t('noMessages')}</Empty> : <LadderView messages={data.messages} />)}
        </Shown>
      </Card>
      {messages.data && messages.data.messages.length > 0 && (
        <Card title={t('sdpTitle')} wide><SdpView messages={messages.data.messages} /></Card>
      )}
      <Card title={t('page_logs')} acts={<button type="button" aria-expanded={logs.value} onClick={() => { logs.value = !logs.value; }}>{t(logs.value ? 'hide' : 'show')}</button>} wide>
        {logs.value && <LogLines call={id} />}
      </Card>
    </Page>
  );
}

function Verdict(props: {
  running: string | undefined;
  detail: CallDetail | null;
  record: CallRecord | undefined;
  summary: LadderSummary | null;
}) {
  const { running, detail, record, summary } = props;
  const trouble = (running ? legsWords(detail?.legs, detail?.verdict ?? '') : (record?.verdict || summary?.verdict)) ?? '';
  const explanation = record?.explanation ?? (running ? '' : summary?.explanation) ?? '';
  const outcome = record?.outcome ?? summary?.outcome ?? '';
  const bad = trouble !== '' || (!running && outcome !== '' && !['answered', 'cancelled', 'busy'].includes(outcome));
  return (
    <section class={`verdict-box ${bad ? 'bad' : 'good'}`} aria-label={t('verdict')} role="status">
      <p class="verdict">
        {running
          ? trouble || t(running !== 'answered' ? 'stillCalling' : detail?.kind === 'direct' ? 'directWell' : 'allWell')
          : trouble || explanation || t('over')}
      </p>
      {!running && trouble && explanation && <p>{explanation}</p>}
    </section>
  );
}

function Facts(props: {
  id: string;
  running: { state: string; started: string } | undefined;
  record: CallRecord | undefined;
  summary: LadderSummary | null;
  detail: CallDetail | null;
}) {
  const { running, record, summary, detail } = props;
  const began = running?.started ?? record?.began ?? summary?.began;
  return (
    <dl class="facts card">
      <div><dt>{t('state')}</dt><dd><State of={running?.state ?? record?.outcome ?? summary?.outcome ?? 'ended'} /></dd></div>
      {(record ?? detail)?.kind === 'direct' && <div><dt>{t('kindOfCall')}</dt><dd>{t('directCall')}</dd></div>}
      {began && <div><dt>{t('began')}</dt><dd><When iso={began} /></dd></div>}
      {running && <div><dt>{t('lasts')}</dt><dd><Since iso={running.started} /></dd></div>}
      {record && <div><dt>{t('talked')}</dt><dd class="mono">{clock(record.seconds)}</dd></div>}
      {record && <div><dt>{t('endedBy')}</dt><dd>{t(endedBy(record.endedBy))} ({record.status}{record.reason ? `, ${record.reason}` : ''})</dd></div>}
      {record && <div><dt>{t('fromTo')}</dt><dd dir="ltr">{record.source || '–'} → {record.destination ?? '–'}</dd></div>}
      {record?.codecs && <div><dt>{t('codecs')}</dt><dd dir="ltr">{record.codecs}</dd></div>}
      {record?.route && <div><dt>{t('route')}</dt><dd dir="ltr">{record.route}</dd></div>}
      {record?.mos ? <div><dt>MOS</dt><dd>{record.mos}</dd></div> : null}
      {record && record.lostPercent !== null && record.mos ? <div><dt>{t('lossAndJitter')}</dt><dd>{record.lostPercent} %, {record.jitterMs} ms</dd></div> : null}
      {detail?.recording && <div><dt>{t('recording')}</dt><dd>{detail.recording}</dd></div>}
      <div><dt>Call-ID</dt><dd class="mono breaks" dir="ltr">{props.id}</dd></div>
    </dl>
  );
}

function endedBy(who: string): 'byCaller' | 'byCallee' | 'byNode' {
  return who === 'caller' ? 'byCaller' : who === 'callee' ? 'byCallee' : 'byNode';
}
