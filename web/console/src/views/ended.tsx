// Calls that are over: the last ones from memory, older ones from the database.
import { useSignal } from '@preact/signals';
import { ask, part } from '../api';
import { numeral } from '../../../shared/i18n';
import { clock } from '../numbers';
import { Shown, useAsked, words } from '../parts/ask';
import { CallLink, Page, Person, State, When } from '../parts/bits';
import { Table } from '../parts/table';
import { place } from '../router';
import { ended, say } from '../state';
import type { CallRecord } from '../types';
import { recordWords, worstMos } from '../verdicts';
import { t } from '../words';

interface Records { records: CallRecord[]; next: string | null }

export function Ended() {
  const user = useSignal(place.value.query.get('user') ?? '');
  const failed = useSignal(place.value.query.get('failed') === 'yes');
  const since = useSignal('');
  const searched = user.value.trim() !== '' || failed.value || since.value !== '';
  const query = `/api/records?limit=100${user.value.trim() ? `&user=${part(user.value.trim())}` : ''}${
    failed.value ? '&failed=yes' : ''}${since.value ? `&since=${since.value}` : ''}`;
  const asked = useAsked<Records>(searched ? query : '');
  const more = async (next: string) => {
    try {
      const page = await ask<Records>(`${query}&before=${part(next)}`);
      asked.set({ records: [...(asked.data?.records ?? []), ...page.records], next: page.next });
    } catch (refused) {
      say(words(refused), true);
    }
  };
  return (
    <Page title={t('page_ended')}>
      <div class="filter">
        <label>{t('user')}<input type="search" value={user.value} onChange={(event) => { user.value = event.currentTarget.value; }} autocapitalize="none" /></label>
        <label>
          {t('since')}
          <select value={since.value} onChange={(event) => { since.value = event.currentTarget.value; }}>
            <option value="">{t('sinceAny')}</option>
            <option value="1h">{t('sinceHour')}</option>
            <option value="1d">{t('sinceDay')}</option>
            <option value="7d">{t('sinceWeek')}</option>
          </select>
        </label>
        <label class="check"><input type="checkbox" checked={failed.value} onChange={(event) => { failed.value = event.currentTarget.checked; }} />{t('onlyFailed')}</label>
      </div>
      {searched
        ? (
          <Shown asked={asked}>
            {(page) => (
              <>
                <EndedTable rows={page.records} />
                {page.next !== null && <button type="button" onClick={() => void more(page.next ?? '')}>{t('older')}</button>}
              </>
            )}
          </Shown>
        )
        : ended.value === null
          ? <p class="waiting" role="status">{t('waiting')}</p>
          : <EndedTable rows={ended.value} />}
    </Page>
  );
}

function EndedTable(props: { rows: readonly CallRecord[] }) {
  return (
    <Table
      label={t('page_ended')}
      rows={props.rows}
      id={(call) => call.id}
      empty={t('noEnded')}
      columns={[
        { head: t('ended'), cell: (call) => <When iso={call.ended} /> },
        { head: t('from'), kind: 'main', cell: (call) => <CallLink id={call.callId}><Person uri={call.from} /></CallLink> },
        { head: t('to'), cell: (call) => <Person uri={call.to} /> },
        { head: t('outcome'), cell: (call) => <State of={call.outcome} /> },
        { head: t('talked'), kind: 'num', cell: (call) => <span class="mono">{call.answered ? clock(call.seconds) : '–'}</span> },
        { head: 'MOS', kind: 'num', cell: (call) => mos(worstMos(call)) },
        { head: t('why'), cell: (call) => recordWords(call) },
      ]}
    />
  );
}

function mos(score: number | null): string {
  return score === null ? '–' : numeral(score, 1);
}
