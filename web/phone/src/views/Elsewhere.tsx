// This phone on another device, as an app, and for links.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { account } from '../state/stage';
import { install, installable } from '../state/app-install';
import { provisioningLink } from '../state/links';
import { t } from '../words/index';

export function Elsewhere() {
  const shown = useSignal(false);
  const copied = useSignal(false);
  const link = provisioningLink(location.href, account.value?.user ?? '');
  const copy = () => void navigator.clipboard?.writeText(link).then(() => (copied.value = true), () => undefined);
  const handle = () => {
    const page = `${location.href.replace(/[?#].*$/, '')}?call=%s`;
    for (const scheme of ['tel', 'sip']) {
      navigator.registerProtocolHandler?.(scheme, page);
    }
  };
  return (
    <fieldset>
      <legend>{t('thisPhone')}</legend>
      <button type="button" id="connect-phone" aria-expanded={shown.value} onClick={() => (shown.value = !shown.value)}>{t('connectPhone')}</button>
      {shown.value && (
        <div class="elsewhere">
          <Code text={link} />
          <p class="hint">{t('connectPhoneHint')}</p>
          <button type="button" onClick={copy}>{t(copied.value ? 'copied' : 'copyLink')}</button>
        </div>
      )}
      {'registerProtocolHandler' in navigator && <button type="button" id="handle-links" onClick={handle}>{t('tel')}</button>}
      {installable.value && <button type="button" id="install" onClick={() => void install()}>{t('install')}</button>}
    </fieldset>
  );
}

function Code({ text }: { text: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    void import('../../../shared/qr').then(({ draw }) => canvas.current && draw(canvas.current, text));
  }, [text]);
  return <canvas class="code" ref={canvas} role="img" aria-label={t('connectPhone')} />;
}
