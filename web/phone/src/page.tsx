// Starts the phone: language, colours, keys, and the first view.
import '../../shared/theme.css';
import 'uplot/dist/uPlot.min.css';
import './phone.css';
import { render } from 'preact';
import { effect } from '@preact/signals';
import { beginSpeaking } from '../../shared/i18n';
import { beginTheme } from '../../shared/theme';
import { dialled, view } from './state/stage';
import { begin } from './state/start';
import { watchInstall } from './state/app-install';
import { serveFrame } from './state/embed';
import { linked, watchLinks } from './state/linked';
import { watchQuality } from './state/live';
import { listenToKeys } from './state/keys';
import { watchContacts } from './state/presence';
import { watchWords } from './state/push';
import { App } from './views/App';

beginSpeaking();
beginTheme();
dialled.value = linked.value.call;
const place = document.getElementById('page');
if (place) {
  render(<App />, place);
}
void serveFrame();
listenToKeys();
watchQuality();
watchContacts();
watchInstall();
watchWords();
watchLinks();

// Whoever works without a mouse finds the focus where the next thing is to be done.
const FIRST = { signin: 'user', dial: 'number', incoming: 'answer', talk: 'hang-up' } as const;
let shown = '';
effect(() => {
  const next = view.value;
  if (next === shown) {
    return;
  }
  shown = next;
  const writing = document.activeElement;
  const busy = writing instanceof HTMLTextAreaElement || (writing instanceof HTMLInputElement && writing.id !== 'number' && writing.value !== '');
  const pops = next === 'dial' && matchMedia('(hover: none)').matches; // the keyboard would cover the pad
  requestAnimationFrame(() => {
    if (!(next === 'incoming' && busy) && !pops) {
      document.getElementById(FIRST[next])?.focus();
    }
  });
});
void begin();
