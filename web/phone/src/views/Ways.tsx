// Other ways to call somebody than the usual one: with pictures, and from browser to browser.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { call } from '../state/calling';
import { directOn, presence } from '../state/stage';
import { t, type Key } from '../words/index';
import { Icon, type IconName } from './Icon';

/** @param to whom to call when a way is chosen
 * @param name of whom, for those who hear the page
 * @param children what else there is to do with them */
export function Ways({ id, to, name, children }: { id: string; to: () => string; name: string; children?: ComponentChildren }) {
  const open = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  // On a small screen the tabs would cover it.
  useEffect(() => list.current?.scrollIntoView({ block: 'nearest' }), [open.value]);
  const off = presence.value !== 'on';
  const way = (key: Key, icon: IconName, video: boolean, direct: boolean) => (
    <button
      type="button" id={`${id}-${direct ? (video ? 'direct-video' : 'direct') : 'video'}`} disabled={off || (direct && !directOn.value)}
      onClick={() => {
        open.value = false;
        void call(to(), video, direct ? 'direct' : 'usual');
      }}
    >
      <Icon name={icon} turned={video} /> {t(key)}
    </button>
  );
  return (
    <>
      <button
        type="button" class="quiet" id={`${id}-ways`} data-opens={`${id}-list`} aria-expanded={open.value} aria-controls={open.value ? `${id}-list` : undefined}
        aria-label={t('moreWays', { name })} title={t('moreWays', { name })} onClick={() => (open.value = !open.value)}
      >
        <Icon name="more" />
      </button>
      {open.value && (
        <div class="inset ways" ref={list} id={`${id}-list`} role="group" aria-label={t('moreWays', { name })} onKeyDown={(event) => event.key === 'Escape' && (open.value = false)}>
          {way('videoCallTo', 'video', true, false)}
          {way('directCall', 'direct', false, true)}
          {way('directVideo', 'direct', true, true)}
          <p class="hint">{t('directHint')}</p>
          {children}
        </div>
      )}
    </>
  );
}
