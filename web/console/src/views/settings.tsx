import { useSignal } from '@preact/signals';
import { Shown, useAsked } from '../parts/ask';
import { Card, Page } from '../parts/bits';
import { Table } from '../parts/table';
import type { Check, ShownSetting } from '../types';
import { t } from '../words';

export function Settings() {
  const check = useAsked<Check>('/api/check');
  const asked = useAsked<{ settings: ShownSetting[] }>('/api/settings');
  const filter = useSignal('');
  const given = useSignal(false);
  const found = (one: ShownSetting) => (!given.value || one.from !== 'default')
    && `${one.key} ${one.about} ${one.value ?? ''}`.toLowerCase().includes(filter.value.trim().toLowerCase());
  return (
    <Page title={t('page_settings')}>
      <Card title={t('check')} acts={<button type="button" onClick={check.again}>{t('checkAgain')}</button>}>
        <Shown asked={check}>
          {(data) => (
            <>
              <p class={`verdict ${data.good ? 'good' : 'bad'}`}>{t(data.good ? 'settingsGood' : 'settingsBad')}</p>
              {data.problems.map((one) => <p key={one} class="notice bad">{one}</p>)}
              {data.warnings.map((one) => <p key={one} class="notice">{one}</p>)}
              {data.changed.length > 0 && <p class="notice info">{t('restartChanges')} <code dir="ltr">{data.changed.join(', ')}</code></p>}
            </>
          )}
        </Shown>
      </Card>
      <div class="filter">
        <label>{t('filter')}<input type="search" value={filter.value} onInput={(event) => { filter.value = event.currentTarget.value; }} /></label>
        <label class="check"><input type="checkbox" checked={given.value} onChange={(event) => { given.value = event.currentTarget.checked; }} />{t('onlyGiven')}</label>
      </div>
      <Shown asked={asked}>
        {(data) => (
          <Table
            label={t('page_settings')}
            rows={data.settings.filter(found)}
            id={(one) => one.key}
            empty={t('nothingFound')}
            columns={[
              { head: t('key'), kind: 'main', cell: (one) => <code dir="ltr">{one.key}</code> },
              {
                head: t('value'),
                cell: (one) => (one.value === null
                  ? <span class="faint">{t('secret')}</span>
                  : <span class={`mono breaks${one.from === 'default' ? ' faint' : ''}`} dir="ltr">{one.value || '–'}</span>),
              },
              { head: t('comesFrom'), cell: (one) => (one.from === 'default' ? <span class="faint">{t('default')}</span> : <span class="mono" dir="ltr">{one.from}</span>) },
              { head: t('about'), cell: (one) => <span class="hint" lang="en" dir="ltr">{one.about}</span> },
            ]}
          />
        )}
      </Shown>
    </Page>
  );
}
