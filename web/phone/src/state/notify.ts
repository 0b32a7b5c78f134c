// Tells of a call outside the page: a notification of the system, where the person wants one.
import { t } from '../words/index';
import { waiting, type Calls } from './calls';
import { wishes } from './settings';

let shown: Notification | null = null;

/** Shows or takes away the notification of whoever rings now. */
export function announce(calls: Calls): void {
  const call = waiting(calls);
  if (!call) {
    shown?.close();
    shown = null;
    return;
  }
  if (shown || !wishes.value.notify || !('Notification' in window) || Notification.permission !== 'granted') {
    return;
  }
  if (document.visibilityState === 'visible' && document.hasFocus()) {
    return;
  }
  try {
    shown = new Notification(t('calling', { name: call.peer }), { tag: 'jackfield-call', icon: 'icon.svg', requireInteraction: true });
    shown.onclick = () => {
      window.focus();
      shown?.close();
    };
  } catch {
    // some systems allow it to a service worker only
  }
}

/** Asks the browser; says whether it may be done. */
export async function mayNotify(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}
