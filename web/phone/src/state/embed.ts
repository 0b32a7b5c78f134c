// The phone in a frame of another page: the page says what to do, and is told what happens, by
// postMessage. Only pages whose origin the operator has named (`web.frame-ancestors`) are listened to;
// every other one can't show the frame at all.
import { effect } from '@preact/signals';
import { board } from './board';
import { answer, call, decline, hangUp, pressKey } from './calling';
import { account, calls, currentCall, presence } from './stage';
import { asked, news, type Ask, type Told } from './frame';

/** Serves the page around ours, where there is one. */
export async function serveFrame(): Promise<void> {
  if (window.parent === window) {
    return;
  }
  const settings = (await (await fetch('phone.json')).json().catch(() => ({}))) as { frames?: string[] };
  const allowed = settings.frames ?? [];
  let around = '';
  const tell = (told: Told) => {
    if (around) {
      window.parent.postMessage({ jackfield: told }, around);
    }
  };
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const ask = event.source === window.parent ? asked(event.data, event.origin, allowed) : null;
    if (ask) {
      const first = around !== event.origin;
      around = event.origin;
      if (first || ask.do === 'hello') {
        tell({ event: 'ready' });
        tell(registered(account.value?.user, presence.value));
      }
      void obey(ask, tell);
    }
  });
  let before = calls.value;
  effect(() => {
    const after = calls.value;
    news(before, after).forEach(tell);
    before = after;
  });
  let on = registered(account.peek()?.user, presence.peek());
  effect(() => {
    const now = registered(account.value?.user, presence.value);
    if (now.user !== on.user) {
      on = now;
      tell(now);
    }
  });
}

function registered(user: string | undefined, line: typeof presence.value): Told {
  return line === 'on' && user !== undefined ? { event: 'registered', user } : { event: 'unregistered' };
}

async function obey(ask: Ask, tell: (told: Told) => void): Promise<void> {
  const current = currentCall.value;
  switch (ask.do) {
    case 'hello':
      return;
    case 'call':
      if (presence.value !== 'on' || !ask.to) {
        tell({ event: 'refused', why: ask.to ? 'unregistered' : 'address' });
      } else {
        await call(ask.to, ask.video === true);
      }
      return;
    case 'answer':
      await answer(ask.video === true);
      return;
    case 'decline':
      decline();
      return;
    case 'hangUp':
      hangUp();
      return;
    case 'mute':
    case 'unmute':
      if (current) {
        board.mute(current.id, ask.do === 'mute');
      }
      return;
    case 'key':
      for (const each of ask.key ?? '') {
        pressKey(each);
      }
  }
}
