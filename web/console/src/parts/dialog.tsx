// A question before something is done that can't be taken back.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words';
import { focusReturned } from './focus';

interface Question { title: string; text: string; verb: string; answer: (yes: boolean) => void }

const asked = signal<Question | null>(null);

/** True where the person says yes. */
export function confirmed(title: string, text: string, verb: string): Promise<boolean> {
  return new Promise((answer) => {
    asked.value?.answer(false);
    asked.value = { title, text, verb, answer };
  });
}

export function Confirmation() {
  const question = asked.value;
  if (!question) {
    return null;
  }
  const end = (yes: boolean) => {
    asked.value = null;
    question.answer(yes);
  };
  return (
    <Dialog title={question.title} onClose={() => end(false)}>
      <p class="said">{question.text}</p>
      <div class="acts">
        <button type="button" onClick={() => end(false)}>{t('cancel')}</button>
        <button type="button" class="danger" onClick={() => end(true)}>{question.verb}</button>
      </div>
    </Dialog>
  );
}

export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const back = focusReturned();
    dialog?.showModal();
    return () => {
      dialog?.close(); // as long as it is open nothing else takes the keyboard
      back();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <h2 id="dialog-title">{props.title}</h2>
      {props.children}
    </dialog>
  );
}
