// The whole of a page that calls: sign in, call or answer, end.
import { Signal } from '/signal.js';

const at = (id) => document.getElementById(id);
const say = (text) => { at('status').textContent = text; };
let signal;
let call;

at('sign-in').onsubmit = async (event) => {
  event.preventDefault();
  const response = await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: at('user').value, password: at('password').value }),
  });
  const { token, error } = await response.json();
  if (error) return say(error);
  signal = new Signal({ token });
  signal.on('state', (state) => say(state));
  signal.on('incoming', (incoming) => {
    take(incoming);
    at('answer').hidden = false;
    say(`${incoming.name} calls`);
  });
  await signal.connect();
  at('sign-in').hidden = true;
  at('dial').hidden = false;
};

at('dial').onsubmit = async (event) => {
  event.preventDefault();
  take(await signal.call(at('callee').value, { audio: true, video: at('video').checked }));
};

at('answer').onclick = () => {
  at('answer').hidden = true;
  void call.answer();
};
at('end').onclick = () => call.end();

function take(next) {
  call = next;
  at('end').hidden = false;
  if (call.local) at('local').srcObject = call.local;
  call.on('local', (stream) => { at('local').srcObject = stream; });
  call.on('remote', (stream) => { at('remote').srcObject = stream; });
  call.on('state', (state) => say(state));
  call.on('ended', (why) => {
    say(`over: ${why}`);
    at('end').hidden = true;
    at('answer').hidden = true;
  });
}
