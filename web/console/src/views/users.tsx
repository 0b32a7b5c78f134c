import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { part, tell } from '../api';
import { attempt, Shown, useAsked } from '../parts/ask';
import { Page, When } from '../parts/bits';
import { confirmed, Dialog } from '../parts/dialog';
import { SearchField, useSearch } from '../parts/search';
import { Table } from '../parts/table';
import { link } from '../router';
import { registrationsChanged } from '../state';
import type { Account } from '../types';
import { t } from '../words';

interface Answer { users: Account[]; found: number }

export function Users() {
  const { typed, wanted } = useSearch();
  const most = useSignal(200);
  const asked = useAsked<Answer>(
    `/api/users?limit=${most.value}${wanted.value ? `&find=${part(wanted.value)}` : ''}`, 0, registrationsChanged, true);
  const form = useSignal<{ name: string; fresh: boolean } | null>(null);
  const made = useSignal<Made | null>(null);
  const makeLink = (user: string) => attempt(async () => {
    made.value = { user, ...(await tell<Omit<Made, 'user'>>('POST', `/api/users/${part(user)}/provisioning`)) };
  }, '');
  const remove = async (one: Account) => {
    if (await confirmed(t('removeUserTitle'), t('removeUserText', { user: one.name }), t('remove'))
      && await attempt(() => tell('DELETE', `/api/users/${part(one.name)}`), t('userRemoved', { user: one.name }))) {
      asked.again();
    }
  };
  return (
    <Page title={t('page_users')} acts={<button type="button" class="primary" onClick={() => { form.value = { name: '', fresh: true }; }}>{t('addUser')}</button>}>
      <SearchField typed={typed} placeholder={t('name')} found={asked.data && t('usersShown', { count: asked.data.found })} />
      <Shown asked={asked}>
        {(data) => (
          <Table
            label={t('page_users')}
            rows={data.users}
            id={(one) => one.name}
            empty={t(typed.value ? 'nothingFound' : 'noUsers')}
            beyond={{ left: data.found - data.users.length, more: () => { most.value += 800; } }}
            columns={[
              { head: t('user'), kind: 'main', cell: (one) => <bdi>{one.name}</bdi> },
              {
                head: t('registered'),
                cell: (one) => (one.contacts > 0
                  ? <a href={link('registrations', '', `user=${part(one.name)}`)}>{t('devices', { count: one.contacts })}</a>
                  : <span class="faint">{t('no')}</span>),
              },
              { head: t('forwarding'), cell: (one) => (one.forwarding ? <Forwarding user={one.name} /> : <span class="faint">{t('no')}</span>) },
              { head: t('keptIn'), cell: (one) => t(one.source === 'settings' ? 'inSettings' : 'inDatabase') },
              {
                head: t('acts'),
                kind: 'acts',
                cell: (one) => (
                  <>
                    <button type="button" aria-label={t('signInLinkOf', { user: one.name })} onClick={() => void makeLink(one.name)}>{t('signInLink')}</button>
                    {one.source === 'database' && (
                      <>
                        <button type="button" aria-label={t('passwordOf', { user: one.name })} onClick={() => { form.value = { name: one.name, fresh: false }; }}>{t('changePassword')}</button>
                        <button type="button" aria-label={t('removeWhom', { user: one.name })} onClick={() => void remove(one)}>{t('remove')}</button>
                      </>
                    )}
                  </>
                ),
              },
            ]}
          />
        )}
      </Shown>
      {made.value && <SignInLink {...made.value} onClose={() => { made.value = null; }} />}
      {form.value && (
        <UserForm
          {...form.value}
          onClose={(changed) => {
            form.value = null;
            if (changed) {
              asked.again();
            }
          }}
        />
      )}
    </Page>
  );
}

interface Made { user: string; code: string; expires: number }

function SignInLink(props: Made & { onClose: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const url = `${location.origin}/#provision=${props.code}`;
  useEffect(() => {
    void import('../../../shared/qr').then(({ draw }) => canvas.current && draw(canvas.current, url));
  }, [url]);
  return (
    <Dialog title={t('signInLinkOf', { user: props.user })} onClose={props.onClose}>
      <p>{t('signInLinkHint', { user: props.user })}</p>
      <canvas class="code" ref={canvas} role="img" aria-label={t('signInLinkOf', { user: props.user })} />
      <p class="link mono" dir="ltr">{url}</p>
      <p class="faint">{t('linkUntil')} <When iso={props.expires * 1000} day /></p>
      <div class="acts">
        <button type="button" onClick={() => void attempt(() => navigator.clipboard.writeText(url), t('linkCopied'))}>{t('copyLink')}</button>
        <button type="button" class="primary" onClick={props.onClose}>{t('close')}</button>
      </div>
    </Dialog>
  );
}

function Forwarding(props: { user: string }) {
  const asked = useAsked<Record<string, unknown>>(`/api/users/${part(props.user)}/forwarding`);
  const parts = Object.entries(asked.data ?? {}).filter(([key, value]) => typeof value === 'string' && value !== '' && key !== 'user');
  return <span class="mono" dir="ltr">{parts.map(([key, value]) => `${key}: ${String(value)}`).join('; ') || t('yes')}</span>;
}

function UserForm(props: { name: string; fresh: boolean; onClose: (changed: boolean) => void }) {
  const name = useSignal(props.name);
  const password = useSignal('');
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) {
      return;
    }
    busy.value = true;
    const body = { name: name.value, password: password.value };
    const done = props.fresh
      ? await attempt(() => tell('POST', '/api/users', body), t('userAdded', { user: name.value }))
      : await attempt(() => tell('PUT', `/api/users/${part(props.name)}`, { password: password.value }), t('passwordChanged', { user: props.name }));
    busy.value = false;
    if (done) {
      props.onClose(true);
    }
  };
  return (
    <Dialog title={props.fresh ? t('addUser') : t('passwordOf', { user: props.name })} onClose={() => props.onClose(false)}>
      <form onSubmit={(event) => void submit(event)}>
        {props.fresh && (
          <label>{t('name')}<input required value={name.value} onInput={(event) => { name.value = event.currentTarget.value; }} autocapitalize="none" autocomplete="off" spellcheck={false} /></label>
        )}
        <label>{t('newPassword')}<input required type="password" autocomplete="new-password" value={password.value} onInput={(event) => { password.value = event.currentTarget.value; }} /></label>
        <div class="acts">
          <button type="button" onClick={() => props.onClose(false)}>{t('cancel')}</button>
          <button class="primary" aria-disabled={busy.value}>{props.fresh ? t('add') : t('change')}</button>
        </div>
      </form>
    </Dialog>
  );
}
