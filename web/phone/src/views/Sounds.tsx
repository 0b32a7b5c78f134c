// What the others send, made audible: one element for each call, so that a three-way call is heard
// whole.
import { useEffect, useRef } from 'preact/hooks';
import { chosen, playOn } from '../audio/devices';
import { board } from '../state/board';
import { calls, notice, streams } from '../state/stage';
import { isWaiting } from '../state/calls';
import { t } from '../words/index';

export function Sounds() {
  const { all, current } = calls.value;
  return (
    <>
      {all.filter((call) => !isWaiting(call)).map((call) => (
        <Sound key={call.id} id={call.id} current={call.id === current} />
      ))}
    </>
  );
}

function Sound({ id, current }: { id: string; current: boolean }) {
  const element = useRef<HTMLAudioElement>(null);
  const changes = streams.value;
  const speaker = chosen.value.speaker;
  useEffect(() => {
    const { current: audio } = element;
    const track = board.talk(id)?.remote.getAudioTracks()[0];
    if (!audio || !track) {
      return;
    }
    const playing = (audio.srcObject as MediaStream | null)?.getAudioTracks()[0];
    if (playing !== track) {
      audio.srcObject = new MediaStream([track]);
      audio.play().catch(() => (notice.value = t('playBlocked')));
    }
  }, [id, changes]);
  useEffect(() => {
    if (element.current) {
      void playOn(element.current, speaker);
    }
  }, [speaker]);
  return <audio ref={element} id={current ? 'remote-audio' : `sound-${id}`} data-call={id} autoplay />;
}
