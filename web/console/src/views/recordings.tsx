// The recordings of the node: heard here, kept by the browser as files, removed.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { numeral } from '../../../shared/i18n';
import { ask, part, tell } from '../api';
import { bytes, clock } from '../numbers';
import { attempt, Empty, Shown, useAsked, words } from '../parts/ask';
import { CallLink, Card, Page, Person, To, When } from '../parts/bits';
import { confirmed } from '../parts/dialog';
import { focusReturned } from '../parts/focus';
import { Table } from '../parts/table';
import { link, place } from '../router';
import { say } from '../state';
import type { Recorded, Recordings as Shelf } from '../types';
import { t } from '../words';

export function Recordings() {
  const call = place.value.query.get('call') ?? '';
  const query = `/api/recordings?limit=50${call ? `&call=${part(call)}` : ''}`;
  const asked = useAsked<Shelf>(query);
  const playing = useSignal<Recorded | null>(null);
  const more = async (next: string) => {
    try {
      const page = await ask<Shelf>(`${query}&before=${part(next)}`);
      asked.set({ ...page, recordings: [...(asked.data?.recordings ?? []), ...page.recordings] });
    } catch (refused) {
      say(words(refused), true);
    }
  };
  const remove = async (one: Recorded) => {
    if (await confirmed(t('removeRecordingTitle'), t('removeRecordingText', { time: clock(one.seconds) }), t('remove'))) {
      if (await attempt(() => tell('DELETE', `/api/recordings/${part(one.id)}`), t('recordingRemoved'))) {
        playing.value = playing.peek()?.id === one.id ? null : playing.peek();
        asked.again();
      }
    }
  };
  return (
    <Page title={t('page_recordings')}>
      {call && <p class="hint">{t('recordingsOf')} <CallLink id={call}><span class="mono breaks" dir="ltr">{call}</span></CallLink> · <a href={link('recordings')}>{t('all')}</a></p>}
      {playing.value && <Player key={playing.value.id} of={playing.value} onClose={() => { playing.value = null; }} />}
      <Shown asked={asked}>
        {(shelf) => (shelf.on
          ? (
            <>
              {!call && shelf.all > 0 && <p class="hint" role="status">{t('recordingsAll', { count: shelf.all })}</p>}
              <List rows={shelf.recordings} onPlay={(one) => { playing.value = one; }} onRemove={(one) => void remove(one)} />
              {shelf.next !== null && <button type="button" onClick={() => void more(shelf.next ?? '')}>{t('older')}</button>}
            </>
          )
          : <Empty>{t('recordingOff')} <code dir="ltr">recording.folder</code></Empty>)}
      </Shown>
    </Page>
  );
}

function List(props: { rows: readonly Recorded[]; onPlay: (one: Recorded) => void; onRemove: (one: Recorded) => void }) {
  return (
    <Table
      label={t('page_recordings')}
      rows={props.rows}
      id={(one) => one.id}
      empty={t('noRecordings')}
      columns={[
        { head: t('began'), kind: 'main', cell: (one) => <When iso={one.begun} /> },
        { head: t('call'), cell: (one) => <><CallLink id={one.callId}><Who of={one} /></CallLink>{one.cut && <span class="hint"> · {t('cutOff')}</span>}</> },
        { head: t('lasts'), kind: 'num', cell: (one) => <span class="mono">{clock(one.seconds)}</span> },
        { head: t('size'), kind: 'num', cell: (one) => bytes(one.bytes) },
        { head: t('format'), cell: (one) => <span dir="ltr">{formats(one)}</span> },
        {
          head: t('acts'),
          kind: 'acts',
          cell: (one) => (
            <>
              {sounds(one).length > 0 && <button type="button" onClick={() => props.onPlay(one)} aria-label={t('playWhich', { time: one.begun })}>{t('play')}</button>}
              {one.files.filter((file) => !file.type.startsWith('audio/')).map((file) => <Keep key={file.file} of={one} file={file.file} />)}
              <button type="button" onClick={() => props.onRemove(one)} aria-label={t('removeWhom', { user: one.begun })}>{t('remove')}</button>
            </>
          ),
        },
      ]}
    />
  );
}

function Who(props: { of: Recorded }) {
  const { from, to, callId } = props.of;
  return from ? <><Person uri={from} /> <To /> <Person uri={to ?? ''} /></> : <span class="mono breaks" dir="ltr">{callId}</span>;
}

function sounds(one: Recorded) {
  return one.files.filter((file) => file.type.startsWith('audio/'));
}

function formats(one: Recorded): string {
  return [...new Set(one.files.map((file) => file.file.slice(file.file.lastIndexOf('.') + 1)))].join(', ');
}

/** The browser itself keeps the file: it may be larger than the page's memory. */
function Keep(props: { of: Recorded; file: string }) {
  const keep = async () => {
    const link = document.createElement('a');
    link.href = await address(props.of, props.file);
    link.download = `${props.of.callId.replace(/[^\w.-]/g, '_')}${props.file}`;
    link.click();
  };
  return (
    <button type="button" onClick={() => void attempt(keep, t('fileDownloaded'))}>
      {t('download')} <span dir="ltr">{props.file.slice(props.file.lastIndexOf('.') + 1)}</span>
    </button>
  );
}

/** Where a file is for those who can send no header: with a ticket for this one recording. */
async function address(of: Recorded, file: string): Promise<string> {
  const path = `/api/recordings/${part(of.id)}`;
  const { ticket } = await tell<{ ticket: string }>('POST', `${path}/ticket`);
  return `${path}/${part(file)}?ticket=${part(ticket)}`;
}

function Player(props: { of: Recorded; onClose: () => void }) {
  const { of } = props;
  const files = sounds(of);
  const addresses = useSignal<readonly string[]>([]);
  const here = useRef<HTMLDivElement>(null);
  const players = () => [...(here.current?.querySelectorAll('audio') ?? [])];
  useEffect(() => {
    void attempt(async () => {
      addresses.value = await Promise.all(files.map((file) => address(of, file.file)));
    }, '');
    const back = focusReturned();
    here.current?.focus();
    return back;
  }, []);
  const together = () => {
    for (const each of players()) {
      each.currentTime = 0;
      void each.play();
    }
  };
  return (
    <div ref={here} class="player" tabIndex={-1} role="group" aria-label={t('playerOf')}>
      <Card
        title={t('playerOf')}
        acts={(
          <>
            {files.length > 1 && <button type="button" onClick={together}>{t('playBoth')}</button>}
            {files.map((file) => <Keep key={file.file} of={of} file={file.file} />)}
            <button type="button" onClick={props.onClose}>{t('close')}</button>
          </>
        )}
      >
        <p><Who of={of} /> · <When iso={of.begun} day /> · {t('secondsLong', { seconds: numeral(of.seconds, 1) })}</p>
        {addresses.value.length > 0 && files.map((file, index) => (
          <label key={file.file} class="sound">
            <span>{t(file.file.startsWith('-caller') ? 'caller' : file.file.startsWith('-callee') ? 'called' : 'bothSides')}</span>
            <audio controls preload="metadata" autoplay={files.length === 1} src={addresses.value[index]} />
          </label>
        ))}
        {of.cut && <p class="hint">{t('cutOffWhy')}</p>}
        {!of.cut && of.endedBecause && of.endedBecause !== 'asked' && <p class="hint">{t('endedBecause', { why: of.endedBecause })}</p>}
      </Card>
    </div>
  );
}
