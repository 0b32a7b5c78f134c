import '../../shared/theme.css';
import 'uplot/dist/uPlot.min.css';
import './console.css';
import { render } from 'preact';
import { beginSpeaking } from '../../shared/i18n';
import { beginTheme } from '../../shared/theme';
import { beginRouting } from './router';
import { beginListening } from './state';
import { redeemTicket } from './views/signin';
import { Shell } from './views/shell';

beginSpeaking();
beginTheme();
beginRouting();
void redeemTicket().then(() => {
  beginListening();
  const root = document.getElementById('console');
  if (root) {
    render(<Shell />, root);
  }
});
