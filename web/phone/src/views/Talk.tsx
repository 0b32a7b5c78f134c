// The call on the stage.
import { useEffect } from 'preact/hooks';
import { board } from '../state/board';
import { hangUp, pressKey, showPicture } from '../state/calling';
import { failed } from '../state/notices';
import { calls, currentCall, onStage, tab, typedKeys } from '../state/stage';
import { others, type Call } from '../state/calls';
import { talked } from '../state/live';
import { clock } from '../words/failures';
import { t, type Key } from '../words/index';
import { panel, toggle } from '../state/panel';
import { Face } from './Face';
import { Icon, type IconName } from './Icon';
import { OtherCalls } from './OtherCalls';
import { Pad } from './Pad';
import { Pictures } from './Pictures';
import { QualityLine, QualityPanel } from './Quality';
import { Transfer } from './Transfer';

export function Talk() {
  const call = currentCall.value;
  const id = call?.id;
  useEffect(() => {
    panel.value = '';
  }, [id]);
  if (!call) {
    return null;
  }
  const talking = call.stage === 'talking';
  const pictures = call.picture !== 'off' || call.theirPicture;
  const more = others(calls.value, call.id);
  return (
    <section class="view" id="talk" aria-labelledby="peer" data-pictures={pictures ? 'yes' : 'no'}>
      <OtherCalls />
      {pictures ? <Pictures call={call} /> : <Face name={call.peer} ringing={!talking} id="peer-face" />}
      <div class="who">
        <h2 class="peer" id="peer" dir="auto">{call.peer}</h2>
        <p class="state">
          <span id="call-state" role="status">{stateOf(call)}</span>{' '}
          <time id="timer" role="timer" aria-live="off">{talking && call.since ? clock(talked.value) : ''}</time>
        </p>
        {call.direct && <p class="way" id="way"><Icon name="direct" /> {t('stateDirect')}</p>}
        <QualityLine />
      </div>
      <div class="controls">
        <Control id="mute" icon={call.muted ? 'mute' : 'microphone'} label="mute" pressed={call.muted} off={!talking} act={() => board.mute(call.id, !call.muted)} />
        <Control id="hold" icon="hold" label="hold" pressed={call.held} off={!talking} act={() => board.hold(call.id, !call.held)} />
        {call.keys && <Control id="keys" icon="keypad" label="keypad" expands="dtmf-pad" open={panel.value === 'keys'} off={!talking} act={() => toggle('keys')} />}
        <Control id="camera" icon={call.picture === 'camera' ? 'video' : 'videoOff'} label="camera" pressed={call.picture === 'camera'} off={!talking} act={() => void showPicture('camera')} />
        <Control id="screen" icon="screen" label="screen" pressed={call.picture === 'screen'} off={!talking} act={() => void showPicture('screen')} />
        {call.transfers && <Control id="transfer" icon="transfer" label="transfer" expands="transfer-form" open={panel.value === 'transfer'} off={!talking} act={() => toggle('transfer')} />}
        <Control id="add-call" icon="add" label="addCall" off={!talking} act={addCall} />
        {call.joined ? (
          <Control id="split" icon="split" label="split" act={() => void board.split().catch(failed)} />
        ) : (
          <Control id="join" icon="join" label="join" off={!talking || more.length === 0} act={() => void board.join().catch(failed)} />
        )}
      </div>
      {panel.value === 'keys' && talking && (
        <>
          <output class="typed" dir="ltr" aria-label={t('tonesTyped')}>{typedKeys.value}</output>
          <Pad id="dtmf-pad" label={t('toneKeys')} pressed={pressKey} />
        </>
      )}
      {panel.value === 'quality' && talking && <QualityPanel />}
      {panel.value === 'transfer' && talking && <Transfer call={call} />}
      <button type="button" class="danger wide" id="hang-up" onClick={() => hangUp(call.id)}><Icon name="end" /> {t('hangUp')}</button>
    </section>
  );
}

function addCall(): void {
  tab.value = 'keypad';
  onStage.value = false;
}

function Control(props: {
  id: string; icon: IconName; label: Key; act: () => void; off?: boolean; pressed?: boolean; expands?: string; open?: boolean;
}) {
  const { id, icon, label, act, off = false, pressed, expands, open = false } = props;
  return (
    <button
      type="button" id={id} disabled={off} onClick={act}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(expands === undefined ? {} : { 'data-opens': expands, 'aria-expanded': open, 'aria-controls': open ? expands : undefined })}
    >
      <Icon name={icon} />
      <span>{t(label)}</span>
    </button>
  );
}

function stateOf(call: Call): string {
  if (call.stage !== 'talking') {
    return t(call.stage === 'calling' ? 'stateCalling' : 'stateRinging');
  }
  return call.transferTo
    ? t('stateTransfer', { name: call.transferTo })
    : call.recovering
      ? t('stateRecovering')
      : call.held
        ? t('stateHeld')
        : call.heldByPeer
          ? t('stateHeldByPeer')
          : call.joined
            ? t(call.muted ? 'stateJoinedMuted' : 'stateJoined')
            : t(call.muted ? 'stateMuted' : 'stateConnected');
}
