import { tell } from '../api';
import { span } from '../numbers';
import { attempt, Shown, useAsked } from '../parts/ask';
import { Card, Page, When } from '../parts/bits';
import type { Certificate, Tls } from '../types';
import { t } from '../words';

const SOON = 14 * 86_400;

export function Certificates() {
  const asked = useAsked<Tls>('/api/tls');
  const act = async (path: string, done: string) => {
    if (await attempt(() => tell('POST', path), done)) {
      asked.again();
    }
  };
  return (
    <Page
      title={t('page_certificates')}
      acts={(
        <>
          <button type="button" onClick={() => void act('/api/tls/reload', t('certificatesReloaded'))}>{t('readAgain')}</button>
          {asked.data?.acme && <button type="button" onClick={() => void act('/api/tls/renew', t('renewing'))}>{t('renew')}</button>}
        </>
      )}
    >
      <Shown asked={asked}>
        {(data) => (
          <>
            {data.certificates.map((one) => <One key={one.name + one.sha256} of={one} />)}
            {data.acme && (
              <Card title="ACME">
                <dl class="facts">
                  {Object.entries(data.acme).map(([key, value]) => (
                    <div key={key}><dt>{key}</dt><dd dir="ltr">{Array.isArray(value) ? value.join(', ') : String(value ?? '–')}</dd></div>
                  ))}
                </dl>
              </Card>
            )}
          </>
        )}
      </Shown>
    </Page>
  );
}

function One(props: { of: Certificate }) {
  const one = props.of;
  const late = one.secondsLeft < SOON;
  return (
    <Card title={one.name}>
      {one.problems.map((problem) => <p key={problem} class="notice bad">{problem}</p>)}
      <dl class="facts">
        <div>
          <dt>{t('goodUntil')}</dt>
          <dd class={late ? 'bad' : ''}><When iso={one.notAfter} day /> ({one.secondsLeft > 0 ? t('leftTime', { time: span(one.secondsLeft) }) : t('expired')})</dd>
        </div>
        <div><dt>{t('names')}</dt><dd dir="ltr">{one.names.join(', ')}</dd></div>
        <div><dt>{t('issuer')}</dt><dd dir="ltr">{one.issuer}</dd></div>
        <div><dt>{t('source')}</dt><dd dir="ltr">{one.source}</dd></div>
        <div><dt>SHA-256</dt><dd class="mono breaks" dir="ltr">{one.sha256}</dd></div>
      </dl>
    </Card>
  );
}
