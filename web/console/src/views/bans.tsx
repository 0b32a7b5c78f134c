import { useSignal } from '@preact/signals';
import { part, tell } from '../api';
import { span } from '../numbers';
import { attempt, Shown, useAsked } from '../parts/ask';
import { Card, Page, When } from '../parts/bits';
import { confirmed } from '../parts/dialog';
import { Table } from '../parts/table';
import { bansChanged } from '../state';
import type { Ban } from '../types';
import { t } from '../words';

export function Bans() {
  const asked = useAsked<{ bans: Ban[] }>('/api/bans', 20, bansChanged);
  const network = useSignal('');
  const seconds = useSignal('3600');
  const reason = useSignal('');
  const add = async (event: Event) => {
    event.preventDefault();
    const body = { network: network.value.trim(), seconds: Number(seconds.value), reason: reason.value.trim() || 'by hand' };
    if (await attempt(() => tell('POST', '/api/bans', body), t('bannedNow', { network: body.network }))) {
      network.value = '';
      asked.again();
    }
  };
  const lift = async (ban: Ban) => {
    if (await confirmed(t('liftTitle'), t('liftText', { network: ban.network }), t('lift'))
      && await attempt(() => tell('DELETE', `/api/bans?network=${part(ban.network)}`), t('lifted', { network: ban.network }))) {
      asked.again();
    }
  };
  return (
    <Page title={t('page_bans')}>
      <Shown asked={asked}>
        {(data) => (
          <Table
            label={t('page_bans')}
            rows={data.bans}
            id={(ban) => ban.network}
            empty={t('noBans')}
            columns={[
              { head: t('network'), kind: 'main', cell: (ban) => <span class="mono" dir="ltr">{ban.network}</span> },
              { head: t('why'), cell: (ban) => <>{ban.reason}{!ban.proven && <span class="faint"> ({t('mayBeForged')})</span>}</> },
              { head: t('since'), cell: (ban) => <When iso={ban.since} /> },
              { head: t('left'), kind: 'num', cell: (ban) => span(ban.secondsLeft) },
              { head: t('times'), kind: 'num', cell: (ban) => ban.times || '–' },
              { head: t('acts'), kind: 'acts', cell: (ban) => <button type="button" aria-label={t('liftWhich', { network: ban.network })} onClick={() => void lift(ban)}>{t('lift')}</button> },
            ]}
          />
        )}
      </Shown>
      <Card title={t('addBan')}>
        <form class="row" onSubmit={(event) => void add(event)}>
          <label>{t('network')}<input required value={network.value} onInput={(event) => { network.value = event.currentTarget.value; }} placeholder="192.0.2.0/24" dir="ltr" spellcheck={false} /></label>
          <label>
            {t('howLong')}
            <select value={seconds.value} onChange={(event) => { seconds.value = event.currentTarget.value; }}>
              <option value="600">{t('tenMinutes')}</option>
              <option value="3600">{t('anHour')}</option>
              <option value="86400">{t('aDay')}</option>
              <option value="2592000">{t('aMonth')}</option>
            </select>
          </label>
          <label>{t('why')}<input value={reason.value} onInput={(event) => { reason.value = event.currentTarget.value; }} maxLength={100} /></label>
          <button class="primary">{t('ban')}</button>
        </form>
      </Card>
    </Page>
  );
}
