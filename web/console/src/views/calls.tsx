// The calls of now. Events keep the list true; nothing is asked again and again.
import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { CallLink, Page, Person, Since, State } from '../parts/bits';
import { SearchField } from '../parts/search';
import { Table } from '../parts/table';
import { calls, lookAgain } from '../state';
import { legsWords } from '../verdicts';
import { t } from '../words';

/** Verdicts change without an event; of more calls than this they are not asked for every moment. */
const MOST_LOOKED_AT = 300;

export function Calls() {
  const filter = useSignal('');
  const found = useComputed(() => {
    const wanted = filter.value.trim().toLowerCase();
    return [...(calls.value?.values() ?? [])]
      .filter((call) => !wanted || `${call.from} ${call.to} ${call.state} ${call.callId} ${call.verdict}`.toLowerCase().includes(wanted))
      .sort((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : 0));
  });
  useEffect(() => {
    const clock = setInterval(() => {
      if (document.visibilityState === 'visible' && (calls.peek()?.size ?? 0) <= MOST_LOOKED_AT) {
        void lookAgain();
      }
    }, 10_000);
    return () => clearInterval(clock);
  }, []);
  if (calls.value === null) {
    return <Page title={t('page_calls')}><p class="waiting" role="status">{t('waiting')}</p></Page>;
  }
  return (
    <Page title={t('page_calls')}>
      <SearchField typed={filter} placeholder={t('filterCalls')} found={t('callsShown', { count: found.value.length })} />
      <Table
        label={t('page_calls')}
        rows={found.value}
        id={(call) => call.callId}
        empty={filter.value ? t('nothingFound') : t('noCalls')}
        columns={[
          { head: t('from'), kind: 'main', cell: (call) => <CallLink id={call.callId}><Person uri={call.from} /></CallLink> },
          { head: t('to'), cell: (call) => <Person uri={call.to} /> },
          { head: t('state'), cell: (call) => <State of={call.state} /> },
          { head: t('lasts'), kind: 'num', cell: (call) => <Since iso={call.started} /> },
          { head: t('verdict'), cell: (call) => legsWords(call.found, call.verdict) || <span class="faint">–</span> },
        ]}
      />
    </Page>
  );
}
