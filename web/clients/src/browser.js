// The scenarios in a page: tones from oscillators, ears from analysers.
import { run, TONES } from './world.js';
import { listenByRecording, playTones, playedTone } from './firefox.js';

let context;

const platform = {
  tone(hz) {
    context ??= new AudioContext();
    const oscillator = context.createOscillator();
    oscillator.frequency.value = hz;
    const out = context.createMediaStreamDestination();
    oscillator.connect(out);
    oscillator.start();
    context.resume();
    return out.stream;
  },

  /** A tone and the picture of Chromium's fake camera, which moves. */
  async toneAndPicture(hz) {
    const camera = await navigator.mediaDevices.getUserMedia({
      video: { width: 640, height: 480, frameRate: 15 },
    });
    return new MediaStream([...this.tone(hz).getAudioTracks(), ...camera.getVideoTracks()]);
  },

  async listen(track) {
    if (!track) return { hz: 0, level: -200 };
    const stream = new MediaStream([track]);
    // Chromium lets remote sound flow only where an element plays it.
    const ear = new Audio();
    ear.muted = true;
    ear.srcObject = stream;
    ear.play().catch(() => {});
    context ??= new AudioContext();
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    analyser.smoothingTimeConstant = 0;
    source.connect(analyser);
    await new Promise((done) => setTimeout(done, 250));
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    let peak = 4;
    for (let i = 4; i < bins.length; i++) if (bins[i] > bins[peak]) peak = i;
    source.disconnect();
    ear.srcObject = null;
    return { hz: peak * context.sampleRate / analyser.fftSize, level: bins[peak] };
  },
};

// An AudioContext of Firefox stands still where there is no sound card.
const firefox = navigator.userAgent.includes('Firefox/');
if (firefox) Object.assign(platform, { tone: playedTone, listen: listenByRecording });

window.runScenario = async (name, settings, kinds) => {
  if (firefox) await playTones(TONES);
  await run(platform, name, settings, kinds);
};
