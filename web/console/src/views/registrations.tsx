import { useSignal } from '@preact/signals';
import { part, tell } from '../api';
import { numeral } from '../../../shared/i18n';
import { span } from '../numbers';
import { attempt, Shown, useAsked } from '../parts/ask';
import { Card, Page, Person, State } from '../parts/bits';
import { confirmed } from '../parts/dialog';
import { SearchField, useSearch } from '../parts/search';
import { Table } from '../parts/table';
import { place } from '../router';
import { registrationsChanged } from '../state';
import type { Registration, Upstream } from '../types';
import { t } from '../words';

interface Answer { registrations: Registration[]; upstreams: Upstream[]; found: number }

export function Registrations() {
  const { typed, wanted } = useSearch(place.value.query.get('user') ?? '');
  const most = useSignal(200);
  const asked = useAsked<Answer>(
    `/api/registrations?limit=${most.value}${wanted.value ? `&find=${part(wanted.value)}` : ''}`, 15, registrationsChanged, true);
  const drop = async (one: Registration) => {
    if (await confirmed(t('dropTitle'), t('dropText', { user: one.user, device: one.userAgent || one.remote }), t('drop'))) {
      const path = `/api/registrations/${part(bare(one.user))}?contact=${part(one.contact)}`;
      if (await attempt(() => tell('DELETE', path), t('dropped', { user: one.user }))) {
        asked.again();
      }
    }
  };
  return (
    <Page title={t('page_registrations')}>
      <SearchField typed={typed} placeholder={t('filterRegistrations')} found={asked.data && t('registrationsShown', { count: asked.data.found })} />
      <Shown asked={asked}>
        {(data) => (
          <>
            <Table
              label={t('page_registrations')}
              rows={data.registrations}
              id={(one) => `${one.user} ${one.contact}`}
              empty={t(typed.value ? 'nothingFound' : 'noRegistrations')}
              beyond={{ left: data.found - data.registrations.length, more: () => { most.value += 800; } }}
              columns={[
                { head: t('user'), kind: 'main', cell: (one) => <Person uri={`sip:${bare(one.user)}`} /> },
                { head: t('device'), cell: (one) => one.userAgent || '–' },
                { head: t('place'), cell: (one) => <span class="mono" dir="ltr">{one.transport} {one.remote}</span> },
                { head: t('state'), cell: (one) => <State of={one.parked ? 'parked' : 'registered'} /> },
                { head: t('expires'), kind: 'num', cell: (one) => span(one.expiresSeconds) },
                { head: t('roundTrip'), kind: 'num', cell: (one) => (one.rttMs ? `${numeral(one.rttMs, 1)} ms` : '–') },
                { head: t('acts'), kind: 'acts', cell: (one) => <button type="button" onClick={() => void drop(one)} aria-label={t('dropWhom', { user: one.user })}>{t('drop')}</button> },
              ]}
            />
            {data.upstreams.length > 0 && (
              <Card title={t('upstreams')}>
                <Table
                  label={t('upstreams')}
                  rows={data.upstreams}
                  id={(one) => `${one.user} ${one.registrar}`}
                  empty={t('noRegistrations')}
                  columns={[
                    { head: t('user'), kind: 'main', cell: (one) => <Person uri={`sip:${bare(one.user)}`} /> },
                    { head: t('registrar'), cell: (one) => <span class="mono" dir="ltr">{one.registrar}</span> },
                    { head: t('state'), cell: (one) => <State of={one.state} /> },
                    { head: t('expires'), kind: 'num', cell: (one) => span(one.expiresSeconds) },
                    { head: t('why'), cell: (one) => one.reason || '–' },
                  ]}
                />
              </Card>
            )}
          </>
        )}
      </Shown>
    </Page>
  );
}

function bare(user: string): string {
  return user.replace(/^sips?:/, '');
}
