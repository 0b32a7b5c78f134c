// The two sides of a call's media.
import { numeral } from '../../../shared/i18n';
import { Empty } from '../parts/ask';
import { Card, State } from '../parts/bits';
import type { Leg, MediaStream, PageSaid, Way } from '../types';
import { isTrouble, verdictWords } from '../verdicts';
import { t } from '../words';

export function Legs(props: { legs: readonly Leg[]; ended?: boolean }) {
  if (props.legs.length === 0) {
    return <Card title={t('media')}><Empty>{t('noLegs')}</Empty></Card>;
  }
  return (
    <div class="legs">
      {props.legs.map((leg, index) => (
        <Card key={leg.tag + leg.local} title={`${t(index === 0 ? 'callerLeg' : 'calleeLeg')} (${leg.profile})`}>
          {leg.verdict && <p class={isTrouble(leg.verdictCode) ? 'notice bad' : 'hint'}>{verdictWords(leg.verdictCode, leg.verdictFacts, leg.verdict)}</p>}
          <dl class="facts">
            <div><dt>ICE</dt><dd><State of={leg.ice} /></dd></div>
            <div><dt>DTLS</dt><dd><State of={leg.dtls} /></dd></div>
            {leg.srtp && <div><dt>SRTP</dt><dd dir="ltr">{leg.srtp}</dd></div>}
            <div><dt>{t('ourSide')}</dt><dd class="mono" dir="ltr">{leg.local}</dd></div>
            <div><dt>{t('theirSide')}</dt><dd class="mono" dir="ltr">{leg.learnt ?? leg.signalled ?? '–'}</dd></div>
            <div><dt>{t('packetsInOut')}</dt><dd>{numeral(leg.packetsIn)} / {numeral(leg.packetsOut)}</dd></div>
            <div><dt>{t('lastPacket')}</dt><dd>{leg.lastPacketMsAgo === null ? t('none') : t(props.ended ? 'msBeforeEnd' : 'msAgo', { ms: leg.lastPacketMsAgo })}</dd></div>
            {Object.keys(leg.drops).length > 0 && (
              <div><dt>{t('drops')}</dt><dd dir="ltr">{Object.entries(leg.drops).map(([why, count]) => `${why} ${count}`).join(', ')}</dd></div>
            )}
          </dl>
          {leg.streams.map((stream) => <Streams key={stream.kind + stream.mid} of={stream} />)}
        </Card>
      ))}
    </div>
  );
}

/** The two sides of a call from page to page, in the pages' own words. */
export function Pages(props: { pages: readonly PageSaid[] }) {
  if (props.pages.length === 0) {
    return <Card title={t('media')}><Empty>{t('pagesSilent')}</Empty></Card>;
  }
  return (
    <div class="legs">
      {props.pages.map((page) => (
        <Card key={page.party} title={`${t(page.party === 'caller' ? 'callerLeg' : 'calleeLeg')} (${page.user})`}>
          {page.verdict && <p class="notice bad">{verdictWords(page.verdictCode, page.verdictFacts, page.verdict)}</p>}
          <p class="hint">{t('saidByPage')}</p>
          <dl class="facts">
            <div><dt>ICE</dt><dd><State of={page.state} /></dd></div>
            <div><dt>{t('icePath')}</dt><dd dir="ltr">{page.local || '–'} → {page.remote || '–'} {page.protocol}</dd></div>
            <div><dt>{t('ownCandidates')}</dt><dd dir="ltr">{page.own || '–'}</dd></div>
            <div><dt>{t('theirCandidates')}</dt><dd dir="ltr">{page.theirs || '–'}</dd></div>
            <div><dt>{t('codec')}</dt><dd dir="ltr">{page.codec || '–'}</dd></div>
            <div><dt>{t('packetsInOut')}</dt><dd>{page.packets === null ? '–' : numeral(page.packets)} / {page.packetsOut === null ? '–' : numeral(page.packetsOut)}</dd></div>
            <div><dt>{t('lossAndJitter')}</dt><dd><bdi>{numeral(page.lostPercent, 1)} %, {numeral(page.jitterMs, 1)} ms</bdi></dd></div>
            <div><dt>{t('roundTrip')}</dt><dd><bdi>{page.roundTripMs === null ? '–' : `${numeral(page.roundTripMs, 1)} ms`}</bdi></dd></div>
            <div><dt>MOS</dt><dd>{page.mos === null ? '–' : numeral(page.mos, 1)}</dd></div>
          </dl>
        </Card>
      ))}
    </div>
  );
}

function Streams(props: { of: MediaStream }) {
  const { of } = props;
  return (
    <table class="way" aria-label={of.kind}>
      <thead>
        <tr>
          <th scope="col">{of.kind}</th><th scope="col">{t('codec')}</th><th scope="col">{t('loss')}</th>
          <th scope="col">{t('jitter')}</th><th scope="col">MOS</th>
        </tr>
      </thead>
      <tbody>
        <WayRow name={t('in')} way={of.in} />
        <WayRow name={t('out')} way={of.out} />
      </tbody>
    </table>
  );
}

function WayRow(props: { name: string; way: Way }) {
  const { way } = props;
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td dir="ltr">{way.codec ?? '–'}</td>
      <td><bdi>{numeral(way.lostPercent, 1)} %</bdi></td>
      <td><bdi>{numeral(way.jitterMs, 1)} ms</bdi></td>
      <td>{way.mos ? numeral(way.mos.now, 2) : '–'}</td>
    </tr>
  );
}
