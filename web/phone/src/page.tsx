// Starts the phone: language, colours, keys, and the first view.
import '../../shared/theme.css';
import 'uplot/dist/uPlot.min.css';
import './phone.css';
import { render } from 'preact';
import { beginSpeaking } from '../../shared/i18n';
import { beginTheme } from '../../shared/theme';
import { followFocus } from './state/focus';
import { dialled } from './state/stage';
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
  followFocus(place);
}
void serveFrame();
listenToKeys();
watchQuality();
watchContacts();
watchInstall();
watchWords();
watchLinks();
void begin();
