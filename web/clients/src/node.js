// The scenarios in Node: WebSockets by ws, WebRTC by a build of the library that Chromium has.
// node dist/node.cjs SCENARIO LIBRARY LIBRARY, settings as JSON in the environment.
import { likeABrowser } from './globals.js';
import wrtc from '@roamhq/wrtc';
import { run } from './world.js';

likeABrowser();
const RATE = 48000;
const CHUNK = RATE / 100;
const sources = new Set();

setInterval(() => {
  for (const source of sources) source.next();
}, 10).unref();

const platform = {
  tone(hz) {
    const source = new wrtc.nonstandard.RTCAudioSource();
    let at = 0;
    sources.add({
      next() {
        const samples = new Int16Array(CHUNK);
        for (let i = 0; i < CHUNK; i++, at++) {
          samples[i] = 12000 * Math.sin(2 * Math.PI * hz * at / RATE);
        }
        source.onData({ samples, sampleRate: RATE, bitsPerSample: 16, channelCount: 1, numberOfFrames: CHUNK });
      },
    });
    return new wrtc.MediaStream([source.createTrack()]);
  },

  /** Counts how often the sound crosses zero within a quarter of a second. */
  async listen(track) {
    if (!track) return { hz: 0, level: -200 };
    const sink = new wrtc.nonstandard.RTCAudioSink(track);
    let crossings = 0, frames = 0, energy = 0, last = 0, rate = RATE;
    sink.ondata = ({ samples, sampleRate, channelCount }) => {
      rate = sampleRate;
      for (let i = 0; i < samples.length; i += channelCount ?? 1) {
        const sample = samples[i];
        energy += sample * sample;
        frames++;
        if (sample !== 0) {
          if (last < 0 && sample > 0) crossings++;
          last = sample;
        }
      }
    };
    await new Promise((done) => setTimeout(done, 250));
    sink.stop();
    const level = frames ? 10 * Math.log10(energy / frames / 32768 ** 2 + 1e-20) : -200;
    return { hz: frames ? crossings * rate / frames : 0, level };
  },
};

const [name, ...kinds] = process.argv.slice(2);
run(platform, name, JSON.parse(process.env.JACKFIELD_TEST), kinds).then(
  () => { console.log(`ok ${name} ${kinds.join(' ')}`); process.exit(0); },
  (error) => { console.error(error.stack ?? error); process.exit(1); },
);
