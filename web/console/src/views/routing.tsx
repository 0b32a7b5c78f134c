// Trunks, routes, groups of gateways: as they are; and what would become of a call.
import { useSignal } from '@preact/signals';
import { ask, part, tell } from '../api';
import { numeral } from '../../../shared/i18n';
import { attempt, Shown, useAsked, words } from '../parts/ask';
import { Card, Page, State } from '../parts/bits';
import { Table } from '../parts/table';
import type { Group, Member, RouteAnswer, Routes } from '../types';
import { t } from '../words';

export function Routing() {
  const routes = useAsked<Routes>('/api/routes');
  const groups = useAsked<{ groups: Group[] }>('/api/groups', 5);
  const reload = async () => {
    if (await attempt(() => tell('POST', '/api/routes/reload'), t('routesReloaded'))) {
      routes.again();
      groups.again();
    }
  };
  return (
    <Page title={t('page_routing')} acts={<button type="button" onClick={() => void reload()}>{t('readAgain')}</button>}>
      <RouteTest />
      <Shown asked={groups}>{(data) => <Groups groups={data.groups} again={groups.again} />}</Shown>
      <Shown asked={routes}>
        {(data) => (
          <>
            <Card title={t('trunks')}>
              <Table
                label={t('trunks')}
                rows={data.trunks}
                id={(trunk) => trunk.name}
                empty={t('noTrunks')}
                columns={[
                  { head: t('name'), kind: 'main', cell: (trunk) => <bdi>{trunk.name}</bdi> },
                  { head: t('place'), cell: (trunk) => <span class="mono" dir="ltr">{trunk.uri}</span> },
                  { head: t('sources'), cell: (trunk) => <span class="mono" dir="ltr">{trunk.sources.join(', ') || '–'}</span> },
                ]}
              />
            </Card>
            <Card title={t('routes')}>
              <Table
                label={t('routes')}
                rows={data.routes}
                id={(rule) => `${rule.name} ${rule.where}`}
                empty={t('noRoutes')}
                columns={[
                  { head: t('name'), kind: 'main', cell: (rule) => <bdi>{rule.name}</bdi> },
                  {
                    head: t('when'),
                    cell: (rule) => (
                      <span class="mono" dir="ltr">
                        {Object.entries(rule.when).map(([key, values]) => `${key} ${values.join(' | ')}`).join(', ') || '*'}
                      </span>
                    ),
                  },
                  { head: t('action'), cell: (rule) => <span class="mono" dir="ltr">{rule.action}</span> },
                  { head: t('order'), cell: (rule) => t(rule.beforeUsers ? 'beforeUsers' : 'afterUsers') },
                  { head: t('writtenIn'), cell: (rule) => <span class="mono" dir="ltr">{rule.where}</span> },
                ]}
              />
            </Card>
            {Object.keys(data.aliases).length > 0 && (
              <Card title={t('aliases')}>
                <Table
                  label={t('aliases')}
                  rows={Object.entries(data.aliases)}
                  id={([alias]) => alias}
                  empty=""
                  columns={[
                    { head: t('name'), kind: 'main', cell: ([alias]) => <bdi>{alias}</bdi> },
                    { head: t('page_users'), cell: ([, users]) => <bdi>{users.join(', ')}</bdi> },
                  ]}
                />
              </Card>
            )}
            {data.domains.length > 0 && (
              <Card title={t('domains')}>
                <Table
                  label={t('domains')}
                  rows={data.domains}
                  id={(domain) => domain.name}
                  empty=""
                  columns={[
                    { head: t('name'), kind: 'main', cell: (domain) => <bdi>{domain.name}</bdi> },
                    { head: t('aliases'), cell: (domain) => domain.aliases.join(', ') || '–' },
                    { head: t('page_users'), cell: (domain) => t(domain.users === 'own' ? 'ownUsers' : 'sharedUsers') },
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

function Groups(props: { groups: Group[]; again: () => void }) {
  const change = async (group: Group, member: Member) => {
    const disable = member.state !== 'disabled';
    const path = `/api/groups/${part(group.name)}/members/${member.number}/${disable ? 'disable' : 'enable'}`;
    if (await attempt(() => tell('POST', path), t(disable ? 'memberDisabled' : 'memberEnabled', { place: member.uri }))) {
      props.again();
    }
  };
  if (props.groups.length === 0) {
    return <Card title={t('groups')}><p class="empty">{t('noGroups')}</p></Card>;
  }
  return (
    <>
      {props.groups.map((group) => (
        <Card key={group.name} title={`${t('group')} ${group.name} (${group.algorithm})`}>
          <Table
            label={`${t('group')} ${group.name}`}
            rows={group.members}
            id={(member) => String(member.number)}
            empty="–"
            columns={[
              { head: t('place'), kind: 'main', cell: (member) => <span class="mono" dir="ltr">{member.uri}</span> },
              { head: t('state'), cell: (member) => <><State of={member.state} /> <span class="faint">{member.why}</span></> },
              { head: t('calls'), kind: 'num', cell: (member) => member.calls },
              { head: t('answersIn'), kind: 'num', cell: (member) => (member.latencyMs < 0 ? '–' : `${numeral(member.latencyMs, 1)} ms`) },
              { head: t('failures'), kind: 'num', cell: (member) => member.failures },
              {
                head: t('acts'),
                kind: 'acts',
                cell: (member) => (
                  <button type="button" aria-label={t(member.state === 'disabled' ? 'enableWhich' : 'disableWhich', { place: member.uri })} onClick={() => void change(group, member)}>
                    {t(member.state === 'disabled' ? 'enable' : 'disable')}
                  </button>
                ),
              },
            ]}
          />
        </Card>
      ))}
    </>
  );
}

function RouteTest() {
  const from = useSignal('');
  const to = useSignal('');
  const source = useSignal('');
  const answer = useSignal<RouteAnswer | null>(null);
  const error = useSignal('');
  const submit = async (event: Event) => {
    event.preventDefault();
    const path = `/api/routes/test?from=${part(from.value.trim() || '-')}&to=${part(to.value.trim())}${
      source.value.trim() ? `&source=${part(source.value.trim())}` : ''}`;
    error.value = '';
    try {
      answer.value = await ask<RouteAnswer>(path);
    } catch (refused) {
      answer.value = null;
      error.value = words(refused);
    }
  };
  return (
    <Card title={t('testTitle')}>
      <form class="row" onSubmit={(event) => void submit(event)}>
        <label>{t('caller')}<input value={from.value} onInput={(event) => { from.value = event.currentTarget.value; }} placeholder={t('nobodyKnown')} autocapitalize="none" spellcheck={false} /></label>
        <label>{t('called')}<input required value={to.value} onInput={(event) => { to.value = event.currentTarget.value; }} placeholder="bob, +4930123456" autocapitalize="none" spellcheck={false} /></label>
        <label>{t('fromAddress')}<input value={source.value} onInput={(event) => { source.value = event.currentTarget.value; }} placeholder="192.0.2.7" dir="ltr" spellcheck={false} /></label>
        <button class="primary">{t('test')}</button>
      </form>
      <div role="status">
        {error.value && <p class="notice bad">{error.value}</p>}
        {answer.value && (
          <div class="answer">
            <p class="verdict">{answer.value.outcome}</p>
            <ol>{answer.value.steps.map((step) => <li key={step}>{step}</li>)}</ol>
            {answer.value.targets.length > 0 && (
              <>
                <h3>{t('targets')}</h3>
                <ol class="mono" dir="ltr">{answer.value.targets.map((target) => <li key={target}>{target}</li>)}</ol>
              </>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
