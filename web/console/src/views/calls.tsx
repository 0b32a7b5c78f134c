// The calls of now. Events keep the list true; nothing is asked again and again.
import { useComputed, useSignal } from '@preact/signals';
import { CallLink, Page, Person, Since, State } from '../parts/bits';
import { Table } from '../parts/table';
import { calls } from '../state';
import { t } from '../words';

const MOST = 500;

export function Calls() {
  const filter = useSignal('');
  const found = useComputed(() => {
    const wanted = filter.value.trim().toLowerCase();
    return [...(calls.value?.values() ?? [])]
      .filter((call) => !wanted || `${call.from} ${call.to} ${call.state} ${call.callId} ${call.verdict}`.toLowerCase().includes(wanted))
      .sort((a, b) => b.started.localeCompare(a.started));
  });
  if (calls.value === null) {
    return <Page title={t('page_calls')}><p class="waiting" role="status">{t('waiting')}</p></Page>;
  }
  return (
    <Page title={t('page_calls')}>
      <div class="filter">
        <label>
          {t('filter')}
          <input type="search" value={filter.value} onInput={(event) => { filter.value = event.currentTarget.value; }} placeholder={t('filterCalls')} />
        </label>
        <p class="hint" role="status">{t('callsShown', { count: found.value.length })}</p>
      </div>
      <Table
        label={t('page_calls')}
        rows={found.value.slice(0, MOST)}
        id={(call) => call.callId}
        empty={filter.value ? t('nothingFound') : t('noCalls')}
        columns={[
          { head: t('from'), kind: 'main', cell: (call) => <CallLink id={call.callId}><Person uri={call.from} /></CallLink> },
          { head: t('to'), cell: (call) => <Person uri={call.to} /> },
          { head: t('state'), cell: (call) => <State of={call.state} /> },
          { head: t('lasts'), kind: 'num', cell: (call) => <Since iso={call.started} /> },
          { head: t('verdict'), cell: (call) => call.verdict || <span class="faint">–</span> },
        ]}
      />
    </Page>
  );
}
