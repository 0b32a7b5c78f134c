// The page of one call: what is wrong with it first, then how it came to that.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { numeral } from '../../../shared/i18n';
import { download, part, tell } from '../api';
import { clock } from '../numbers';
import { attempt, Empty, Shown, useAsked } from '../parts/ask';
import { Card, Page, Person, Since, State, To, When } from '../parts/bits';
import { confirmed } from '../parts/dialog';
import { Table } from '../parts/table';
import { link as href } from '../router';
import { calls, ended } from '../state';
import type { CallDetail, CallMedia, CallRecord, Found, LadderSummary, Traced } from '../types';
import { cure, cures, endingWords, legsWords, worstMos } from '../verdicts';
import { refusal } from '../sip';
import { t } from '../words';
import { LadderView } from './ladder';
import { Legs, Pages } from './legs';
import { LogLines } from './logs';
import { Quality } from './quality';
import { SdpView } from './sdp';

export function CallPage(props: { id: string }) {
  const { id } = props;
  const running = calls.value?.get(id);
  const fresh = ended.value?.find((call) => call.callId === id);
  // What ended long ago is in the database alone.
  const old = useAsked<{ records: CallRecord[] }>(
    calls.value !== null && !running && !fresh ? `/api/records?call=${part(id)}&limit=1` : '');
  const record = running ? undefined : (fresh ?? old.data?.records[0]);
  const summary = useAsked<LadderSummary>(`/api/calls/${part(id)}/ladder`);
  const messages = useAsked<{ messages: Traced[] }>(`/api/calls/${part(id)}/messages`, running ? 3 : 0);
  const detail = useAsked<CallDetail>(running ? `/api/calls/${part(id)}` : '', running ? 2 : 0);
  const direct = (running ?? record ?? summary.data)?.kind === 'direct';
  const media = useAsked<CallMedia>(`/api/calls/${part(id)}/media`, running ? 5 : 0);
  const logs = useSignal(false);
  useEffect(() => {
    summary.again();
    messages.again();
    media.again();
  }, [running?.state, record?.id]);
  const about = running ?? record ?? summary.data;
  if (!about && (calls.value === null || (old.data === null && !old.error))) {
    return <Page title={t('call')}><p class="waiting" role="status">{t('waiting')}</p></Page>;
  }
  if (!about) {
    return (
      <Page title={t('call')}>
        <Shown asked={summary}>{() => null}</Shown>
        <p><a href={href('calls')}>{t('page_calls')}</a> · <a href={href('ended')}>{t('page_ended')}</a></p>
      </Page>
    );
  }
  const legs = (running ? detail.data?.legs : undefined) ?? media.data?.legs;
  const pages = direct ? media.data?.pages : undefined;
  return (
    <Page
      title={<><Person uri={about.from} /> <To /> <Person uri={about.to} /></>}
      acts={(
        <>
          {!direct && running?.state === 'answered' && detail.data && <Record id={id} state={detail.data.recording} again={detail.again} />}
          <Acts id={id} running={running !== undefined} capture={!direct && (messages.data?.messages.length ?? 0) > 0} />
        </>
      )}
    >
      <Verdict running={running?.state} direct={direct} found={pages ?? legs ?? record?.sides} english={(direct ? media.data?.verdict : running ? detail.data?.verdict : undefined) ?? record?.verdict ?? ''} record={record} summary={summary.data} messages={messages.data?.messages ?? []} />
      <Facts id={id} running={running} record={record} summary={summary.data} detail={detail.data} />
      {!direct && legs && legs.length > 0 && (
        <>
          {(!running || running.state === 'answered') && <Quality legs={media.data?.legs ?? []} ended={!running} />}
          <Legs legs={legs} ended={!running} />
        </>
      )}
      {pages && (pages.length > 0 || running?.state === 'answered') && (
        <>
          {pages.length > 0 && <Quality legs={[]} pages={pages} />}
          <Pages pages={pages} />
        </>
      )}
      {!running && !legs && !pages && record && record.sides.length > 0 && <Sides of={record} />}
      <Card title={t('ladder')} wide>
        {messages.data === null && messages.error
          ? <Empty>{t('noMessages')}</Empty>
          : (
            <Shown asked={messages}>
              {(data) => (data.messages.length === 0 ? <Empty>{t('noMessages')}</Empty> : <LadderView messages={data.messages} />)}
            </Shown>
          )}
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

function Acts(props: { id: string; running: boolean; capture: boolean }) {
  const { id } = props;
  const hangUp = async () => {
    if (await confirmed(t('hangUpTitle'), t('hangUpText'), t('hangUp'))) {
      await attempt(() => tell('DELETE', `/api/calls/${part(id)}`), t('hungUp'));
    }
  };
  const capture = () => attempt(() => download(`/api/calls/${part(id)}/pcap`, `${id.replace(/[^\w.-]/g, '_')}.pcapng`), t('downloaded'));
  return (
    <>
      {props.capture && <button type="button" onClick={() => void capture()}>{t('capture')}</button>}
      {props.running && <button type="button" class="danger" onClick={() => void hangUp()}>{t('hangUp')}</button>}
    </>
  );
}

/** Begins, holds and ends the recording of a running call. */
function Record(props: { id: string; state: string; again: () => void }) {
  const act = async (what: string, done: string) => {
    await attempt(() => tell('POST', `/api/calls/${part(props.id)}/media?do=${what}`), done);
    props.again();
  };
  if (props.state !== 'running' && props.state !== 'paused') {
    return <button type="button" onClick={() => void act('record', t('recordBegan'))}>{t('record')}</button>;
  }
  return (
    <>
      {props.state === 'running'
        ? <button type="button" onClick={() => void act('pause', t('recordPaused'))}>{t('recordPause')}</button>
        : <button type="button" onClick={() => void act('record', t('recordBegan'))}>{t('recordResume')}</button>}
      <button type="button" onClick={() => void act('stop-recording', t('recordStopped'))}>{t('recordStop')}</button>
    </>
  );
}

/** `running`, `paused`, `ended: why`. */
function recordingWords(state: string): string {
  const [what = '', ...why] = state.split(': ');
  const key = what === 'running' ? 'recording_running' : what === 'paused' ? 'recording_paused' : 'recording_ended';
  return why.length > 0 && why.join(': ') !== 'asked' ? `${t(key)} (${why.join(': ')})` : t(key);
}

/** What is wrong, in the reader's language, and what to do about it. */
function Verdict(props: {
  running: string | undefined;
  direct: boolean;
  found: readonly Found[] | undefined;
  english: string;
  record: CallRecord | undefined;
  summary: LadderSummary | null;
  messages: readonly Traced[];
}) {
  const { running, record, summary } = props;
  const trouble = legsWords(props.found, props.english);
  const ending = running ? '' : record ? endingWords(record) : (summary?.explanation ?? '');
  const outcome = record?.outcome ?? summary?.outcome ?? '';
  const failed = !running && outcome !== '' && !['answered', 'cancelled', 'busy'].includes(outcome);
  const helps = trouble ? cures(props.found) : failed ? [cure(outcome)].filter((said) => said !== '') : [];
  const by = failed && !trouble ? refusal(props.messages) : null;
  return (
    <section class={`verdict-box ${trouble || failed ? 'bad' : 'good'}`} aria-label={t('verdict')} role="status">
      <p class="verdict">
        {running
          ? trouble || t(running !== 'answered' ? 'stillCalling' : props.direct ? 'directWell' : 'allWell')
          : trouble || ending || t('over')}
      </p>
      {!running && trouble && ending && <p>{ending}</p>}
      {by && <p>{t('refusedBy')} <bdi>{by.place}</bdi>: <bdi>{by.said}</bdi></p>}
      {helps.map((each) => <p key={each}><b>{t('whatHelps')}</b> {each}</p>)}
    </section>
  );
}

/** The two sides in numbers, where no more is kept. */
function Sides(props: { of: CallRecord }) {
  return (
    <Card title={t('media')} wide>
      <p class="hint">{t('atTheEnd')}</p>
      <Table
        label={t('media')}
        rows={props.of.sides.map((side, index) => ({ side, index }))}
        id={({ index }) => String(index)}
        empty={t('noLegs')}
        columns={[
          { head: t('party'), kind: 'main', cell: ({ side, index }) => `${t(index === 0 ? 'caller' : 'called')} (${side.profile})` },
          { head: t('codec'), cell: ({ side }) => <span dir="ltr">{side.codec || '–'}</span> },
          { head: t('packetsInOut'), kind: 'num', cell: ({ side }) => `${numeral(side.packets)} / ${numeral(side.packetsOut)}` },
          { head: t('loss'), kind: 'num', cell: ({ side }) => `${numeral(side.lostPercent, 1)} %` },
          { head: t('jitter'), kind: 'num', cell: ({ side }) => `${numeral(side.jitterMs, 1)} ms` },
          { head: t('roundTrip'), kind: 'num', cell: ({ side }) => (side.roundTripMs === null ? '–' : `${numeral(side.roundTripMs, 1)} ms`) },
          { head: 'MOS', kind: 'num', cell: ({ side }) => (side.mos === null ? '–' : numeral(side.mos, 1)) },
        ]}
      />
    </Card>
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
      {record && <div><dt>{t('endedBy')}</dt><dd>{t(endedBy(record.endedBy))} ({record.status}{record.reason ? <>, <bdi>{record.reason}</bdi></> : ''})</dd></div>}
      {record && <div><dt>{t('fromTo')}</dt><dd dir="ltr">{record.source || '–'} → {record.destination ?? '–'}</dd></div>}
      {record?.codecs && <div><dt>{t('codecs')}</dt><dd dir="ltr">{record.codecs}</dd></div>}
      {record?.route && <div><dt>{t('route')}</dt><dd dir="ltr">{record.route}</dd></div>}
      {record && worstMos(record) !== null && <div><dt>MOS</dt><dd>{record.sides.map((side) => (side.mos === null ? '–' : numeral(side.mos, 1))).join(' / ')}</dd></div>}
      {record && record.sides.length > 0 && (
        <div><dt>{t('lossAndJitter')}</dt><dd><bdi>{record.sides.map((side) => `${numeral(side.lostPercent, 1)} %, ${numeral(side.jitterMs)} ms`).join(' / ')}</bdi></dd></div>
      )}
      {detail?.recording && <div><dt>{t('recording')}</dt><dd><a href={href('recordings', '', `call=${part(props.id)}`)}>{recordingWords(detail.recording)}</a></dd></div>}
      <div><dt>Call-ID</dt><dd class="mono breaks" dir="ltr">{props.id}</dd></div>
    </dl>
  );
}

function endedBy(who: string): 'byCaller' | 'byCallee' | 'byNode' {
  return who === 'caller' ? 'byCaller' : who === 'callee' ? 'byCallee' : 'byNode';
}
