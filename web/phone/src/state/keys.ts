// Keys that work wherever the focus is.
import { answer, decline, pressKey } from './calling';
import { panel } from './panel';
import { currentCall, view } from './stage';

export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    const writes = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.value !== '') || target instanceof HTMLSelectElement;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    if (view.value === 'incoming') {
      if (key === 'Escape') {
        event.preventDefault();
        decline();
      } else if (key === 'Enter' && !(target instanceof HTMLButtonElement) && !writes) {
        event.preventDefault();
        void answer(false);
      }
    } else if (view.value === 'talk' && key === 'Escape') {
      panel.value = '';
    } else if (view.value === 'talk' && /^[0-9*#]$/.test(key) && !(target instanceof HTMLInputElement) && !writes && currentCall.value?.stage === 'talking') {
      pressKey(key);
    }
  });
  // Browsers keep pages silent until they are touched: then what waits plays.
  document.addEventListener('pointerdown', () => {
    for (const sound of document.querySelectorAll('audio')) {
      if (sound.paused && sound.srcObject) {
        void sound.play().catch(() => undefined);
      }
    }
  });
}
