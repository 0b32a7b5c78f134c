// Somebody rings: over everything else.
import { answer, decline } from '../state/calling';
import { calls } from '../state/stage';
import type { Call } from '../state/calls';
import { t } from '../words/index';
import { Face } from './Face';
import { Icon } from './Icon';

export function Incoming({ call }: { call: Call }) {
  const second = calls.value.current !== null;
  return (
    <section class={second ? 'view second' : 'view'} id="incoming" role="alertdialog" aria-labelledby="incoming-title" aria-describedby="caller">
      <h2 id="incoming-title">{t(call.videoOffered ? 'incomingVideo' : 'incoming')}</h2>
      <Face name={call.peer} ringing id="caller-face" />
      <p class="peer" id="caller" dir="auto">{call.peer}</p>
      {call.direct && <p class="way"><Icon name="direct" /> {t('stateDirect')}</p>}
      {second && <p class="hint">{t('secondCall')}</p>}
      <div class="row">
        <button type="button" class="danger" id="decline" aria-keyshortcuts="Escape" onClick={decline}><Icon name="end" /> {t('decline')}</button>
        <button type="button" class="primary" id="answer" aria-keyshortcuts="Enter" onClick={() => void answer(false)}><Icon name="call" /> {t('answer')}</button>
      </div>
      {call.videoOffered && (
        <button type="button" id="answer-video" onClick={() => void answer(true)}><Icon name="video" turned /> {t('answerVideo')}</button>
      )}
      <p class="hint keys-hint"><kbd>Enter</kbd> {t('answersKey')} <kbd>Esc</kbd> {t('declinesKey')}</p>
    </section>
  );
}
