// Which microphone, loudspeaker and camera, and whether they work.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { canChooseSpeaker, choose, chosen, ofKind, openCamera, openMicrophone, playOn, type Kind } from '../audio/devices';
import { meter } from '../audio/meter';
import { board, ringer } from '../state/board';
import { failed } from '../state/notices';
import { t, type Key } from '../words/index';

export function Devices() {
  return (
    <fieldset>
      <legend>{t('devices')}</legend>
      <Choice kind="microphone" label="microphone" then={() => void board.changeMicrophone().catch(failed)} />
      <MicrophoneTest />
      {canChooseSpeaker ? (
        <>
          <Choice kind="speaker" label="speaker" />
          <SpeakerTest />
          <Choice kind="ringer" label="ringerDevice" then={() => void ringer.on(chosen.value.ringer)} />
          <button type="button" id="test-ringer" onClick={() => ringer.test()}>{t('testRinger')}</button>
        </>
      ) : (
        <p class="hint">{t('speakerFixed')}</p>
      )}
      <Choice kind="camera" label="cameraDevice" />
      <CameraTest />
    </fieldset>
  );
}

function Choice({ kind, label, then }: { kind: Kind; label: Key; then?: () => void }) {
  const all = ofKind(kind);
  const value = all.some((each) => each.deviceId === chosen.value[kind]) ? chosen.value[kind] : '';
  return (
    <label>
      {t(label)}
      <select
        id={`choose-${kind}`} value={value}
        onChange={(event) => {
          choose(kind, event.currentTarget.value);
          then?.();
        }}
      >
        <option value="">{t('browsersChoice')}</option>
        {all.map((each, index) => (
          <option key={each.deviceId} value={each.deviceId}>{each.label || t('numbered', { kind: t(label), number: index + 1 })}</option>
        ))}
      </select>
    </label>
  );
}

function MicrophoneTest() {
  const level = useSignal<number | null>(null);
  const device = chosen.value.microphone;
  const on = level.value !== null;
  useEffect(() => {
    if (!on) {
      return undefined;
    }
    let close = () => undefined as void;
    let gone = false;
    openMicrophone().then(
      (stream) => {
        const stop = meter(stream, (heard) => (level.value = heard));
        close = () => {
          stop();
          stream.getTracks().forEach((track) => track.stop());
        };
        if (gone) {
          close();
        }
      },
      (error: unknown) => {
        level.value = null;
        failed(error);
      },
    );
    return () => {
      gone = true;
      close();
    };
  }, [on, device]);
  return (
    <div class="tester">
      <button type="button" id="test-microphone" aria-pressed={on} onClick={() => (level.value = on ? null : 0)}>{t(on ? 'stopTest' : 'testMicrophone')}</button>
      <meter id="microphone-level" aria-label={t('level')} min={0} max={100} value={level.value ?? 0}>{level.value ?? 0}</meter>
    </div>
  );
}

function SpeakerTest() {
  const element = useRef<HTMLAudioElement>(null);
  const play = async () => {
    const { current: audio } = element;
    if (!audio) {
      return;
    }
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const gain = context.createGain();
    gain.gain.value = 0.15;
    gain.connect(out);
    [523, 659, 784].forEach((pitch, index) => {
      const tone = context.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(gain);
      tone.start(context.currentTime + 0.25 * index);
      tone.stop(context.currentTime + 0.25 * index + 0.22);
    });
    audio.srcObject = out.stream;
    await playOn(audio, chosen.value.speaker);
    await audio.play().catch(failed);
    window.setTimeout(() => void context.close(), 1200);
  };
  return (
    <>
      <button type="button" id="test-speaker" onClick={() => void play()}>{t('testSpeaker')}</button>
      <audio ref={element} />
    </>
  );
}

function CameraTest() {
  const on = useSignal(false);
  const element = useRef<HTMLVideoElement>(null);
  const device = chosen.value.camera;
  useEffect(() => {
    if (!on.value) {
      return undefined;
    }
    let stream: MediaStream | null = null;
    let gone = false;
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    openCamera().then(
      (opened) => {
        stream = opened;
        if (gone) {
          stop();
        } else if (element.current) {
          element.current.srcObject = opened;
          void element.current.play().catch(() => undefined);
        }
      },
      (error: unknown) => {
        on.value = false;
        failed(error);
      },
    );
    return () => {
      gone = true;
      stop();
    };
  }, [on.value, device]);
  return (
    <>
      <button type="button" id="test-camera" aria-pressed={on.value} onClick={() => (on.value = !on.value)}>{t(on.value ? 'stopTest' : 'testCamera')}</button>
      {on.value && <video ref={element} class="preview mirrored" muted playsinline autoplay aria-label={t('ownPicture')} />}
    </>
  );
}
