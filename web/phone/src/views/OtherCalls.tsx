// The calls that wait while one talks in another.
import { board } from '../state/board';
import { hangUp } from '../state/calling';
import { calls } from '../state/stage';
import { isWaiting } from '../state/calls';
import { t } from '../words/index';
import { Face } from './Face';
import { Icon } from './Icon';

export function OtherCalls() {
  const { all, current } = calls.value;
  const rest = all.filter((call) => call.id !== current && !isWaiting(call));
  if (rest.length === 0) {
    return null;
  }
  return (
    <ul class="others" id="other-calls" aria-label={t('callsNow')}>
      {rest.map((call) => (
        <li key={call.id} data-peer={call.address}>
          <Face name={call.peer} small />
          <span class="text">
            <b dir="auto">{call.peer}</b>
            <small>{t(call.joined ? 'stateJoined' : call.held ? 'stateHeld' : call.stage === 'talking' ? 'stateConnected' : 'stateRinging')}</small>
          </span>
          {!call.joined && call.stage === 'talking' && (
            <button type="button" class="swap" aria-label={t('switchTo', { name: call.peer })} onClick={() => board.swap(call.id)}><Icon name="transfer" /></button>
          )}
          <button type="button" class="quiet" aria-label={t('hangUpOn', { name: call.peer })} onClick={() => hangUp(call.id)}><Icon name="end" /></button>
        </li>
      ))}
    </ul>
  );
}
