// TURN allocations, and media relays in other programs.
import { tell } from '../api';
import { numeral } from '../../../shared/i18n';
import { bytes, clock, span } from '../numbers';
import { attempt, Empty, useAsked, Shown } from '../parts/ask';
import { Card, Page, State } from '../parts/bits';
import { confirmed } from '../parts/dialog';
import { Table } from '../parts/table';
import type { Allocation, RelayNode } from '../types';
import { t } from '../words';

export function Relays() {
  return (
    <Page title={t('page_relays')}>
      <Turn />
      <Nodes />
    </Page>
  );
}

function Turn() {
  const asked = useAsked<{ allocations: Allocation[] }>('/api/turn/allocations', 5);
  const end = async (one: Allocation) => {
    if (await confirmed(t('endAllocationTitle'), t('endAllocationText', { user: one.user }), t('end'))
      && await attempt(() => tell('DELETE', `/api/turn/allocations/${one.id}`), t('allocationEnded'))) {
      asked.again();
    }
  };
  return (
    <Card title={t('allocations')}>
      <Shown asked={asked}>
        {(data) => (
          <Table
            label={t('allocations')}
            rows={data.allocations}
            id={(one) => String(one.id)}
            empty={t('noAllocations')}
            columns={[
              { head: t('user'), kind: 'main', cell: (one) => <bdi>{one.user}</bdi> },
              { head: t('client'), cell: (one) => <span class="mono" dir="ltr">{one.transport} {one.client}</span> },
              { head: t('relayed'), cell: (one) => <span class="mono" dir="ltr">{String(one.relayed)}</span> },
              { head: t('lasts'), kind: 'num', cell: (one) => <span class="mono">{clock(one.seconds)}</span> },
              { head: t('left'), kind: 'num', cell: (one) => span(one.secondsLeft) },
              { head: t('inOut'), kind: 'num', cell: (one) => `${bytes(one.bytesFromClient)} / ${bytes(one.bytesToClient)}` },
              { head: t('acts'), kind: 'acts', cell: (one) => <button type="button" aria-label={t('endWhose', { user: one.user })} onClick={() => void end(one)}>{t('end')}</button> },
            ]}
          />
        )}
      </Shown>
    </Card>
  );
}

function Nodes() {
  const asked = useAsked<{ use: string; nodes: RelayNode[] }>('/api/relay/nodes', 5);
  const change = async (node: RelayNode) => {
    const disable = node.state !== 'disabled';
    if (await attempt(
      () => tell('POST', `/api/relay/nodes/${node.number}/${disable ? 'disable' : 'enable'}`),
      t(disable ? 'memberDisabled' : 'memberEnabled', { place: node.uri }),
    )) {
      asked.again();
    }
  };
  return (
    <Card title={t('relayNodes')}>
      <Shown asked={asked}>
        {(data) => (data.use === 'in-process'
          ? <Empty>{t('relayInside')}</Empty>
          : (
            <Table
              label={t('relayNodes')}
              rows={data.nodes}
              id={(node) => String(node.number)}
              empty="–"
              columns={[
                { head: t('place'), kind: 'main', cell: (node) => <span class="mono" dir="ltr">{node.uri}</span> },
                { head: t('state'), cell: (node) => <><State of={node.state} /> <span class="faint">{node.why}</span></> },
                { head: t('calls'), kind: 'num', cell: (node) => node.calls },
                { head: t('requests'), kind: 'num', cell: (node) => numeral(node.requests) },
                { head: t('failures'), kind: 'num', cell: (node) => numeral(node.errors + node.timeouts) },
                { head: t('roundTrip'), kind: 'num', cell: (node) => `${numeral(node.roundTripMs, 1)} ms` },
                {
                  head: t('acts'),
                  kind: 'acts',
                  cell: (node) => (
                    <button type="button" aria-label={t(node.state === 'disabled' ? 'enableWhich' : 'disableWhich', { place: node.uri })} onClick={() => void change(node)}>
                      {t(node.state === 'disabled' ? 'enable' : 'disable')}
                    </button>
                  ),
                },
              ]}
            />
          ))}
      </Shown>
    </Card>
  );
}
