// Their picture, and ours in its corner. The room is there before the picture is: nothing jumps.
import { useEffect, useRef } from 'preact/hooks';
import { board } from '../state/board';
import { streams } from '../state/stage';
import type { Call } from '../state/calls';
import { t } from '../words/index';
import { Face } from './Face';

export function Pictures({ call }: { call: Call }) {
  const changes = streams.value;
  const talk = board.talk(call.id);
  const theirs = call.theirPicture ? (talk?.remote ?? null) : null;
  const ours = talk?.ownPicture ?? null;
  return (
    <div class="pictures">
      {theirs ? (
        <Picture id="remote-video" of={theirs} changes={changes} label={t('theirPicture', { name: call.peer })} />
      ) : (
        <Face name={call.peer} id="peer-face" />
      )}
      {ours && call.picture !== 'off' && (
        <Picture id="own-video" of={ours} changes={changes} label={t(call.picture === 'screen' ? 'screenShared' : 'ownPicture')} mirrored={call.picture === 'camera'} />
      )}
    </div>
  );
}

function Picture({ id, of, changes, label, mirrored }: { id: string; of: MediaStream; changes: number; label: string; mirrored?: boolean }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const { current: video } = element;
    const track = of.getVideoTracks()[0];
    if (video && track && (video.srcObject as MediaStream | null)?.getVideoTracks()[0] !== track) {
      video.srcObject = new MediaStream([track]);
      video.play().catch(() => undefined); // without sound it may always play
    }
  }, [of, changes]);
  return <video ref={element} id={id} class={mirrored ? 'mirrored' : ''} autoplay playsinline muted aria-label={label} />;
}
