// Starts everything that does not need a person.
import { watchDevices } from '../audio/devices';
import { board, ringWithCalls } from './board';
import { offeredByPage, offeredBySip } from './calling';
import { openChat } from './chat';
import { listen, theLine } from './lines';
import { failed } from './notices';
import { outlive } from './outlive';
import { directPresent, present, refused, signInAgain } from './session';
import { presence, tab } from './stage';
import { heard } from './texts';
import { opened, want } from './woken';

export async function begin(): Promise<void> {
  listen({
    sip: { presence: present, refused, offered: offeredBySip, message: heard },
    direct: { online: directPresent, offered: offeredByPage },
  });
  watchDevices(() => void board.changeMicrophone().catch(failed));
  window.addEventListener('offline', () => presence.value === 'on' && present('lost'));
  window.addEventListener('online', () => {
    theLine.refresh();
    board.verify();
  });
  outlive();
  navigator.serviceWorker?.addEventListener('message', (event: MessageEvent<{ opened?: string; push?: unknown }>) => {
    if (typeof event.data?.opened === 'string') {
      led(event.data.opened);
    } else if (event.data?.push) {
      theLine.refresh(); // the server thinks that we are not there
    }
  });
  led(location.hash);
  if (/^#(wake|chat|tab)=/.test(location.hash)) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  ringWithCalls();
  await signInAgain();
}

/** What a notification of the system led here for. */
function led(hash: string): void {
  const to = opened(hash);
  if (to.call && to.answer) {
    const ringing = [...board.all].find((talk) => talk.callId === to.call);
    if (ringing) {
      void board.answer(ringing.id, false);
    } else {
      want(to.call, Date.now());
    }
  }
  if (to.chat) {
    tab.value = 'messages';
    openChat.value = to.chat;
  } else if (to.recents) {
    tab.value = 'recents';
  }
  if (to.call || to.chat || to.recents) {
    theLine.refresh();
  }
}
