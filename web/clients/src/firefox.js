// Tones and ears without an AudioContext: a WAV that is played and captured, and a recording that
// is decoded. Firefox does both without a sound card.

const RATE = 48000;

/** A second of a sine, as a WAV file. */
function wav(hz) {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * RATE));
  const text = (at, word) => [...word].forEach((c, i) => bytes.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF');
  bytes.setUint32(4, 36 + 2 * RATE, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, 2 * RATE, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, 2 * RATE, true);
  for (let i = 0; i < RATE; i++) {
    bytes.setInt16(44 + 2 * i, 16000 * Math.sin(2 * Math.PI * hz * i / RATE), true);
  }
  return new Blob([bytes], { type: 'audio/wav' });
}

const players = new Map();

/** Plays the tones: before that, what is captured has no tracks. */
export async function playTones(all) {
  for (const hz of all) {
    if (players.has(hz)) continue;
    const player = new Audio(URL.createObjectURL(wav(hz)));
    player.loop = true;
    players.set(hz, player);
    await player.play();
  }
}

/** A tone without an end; each who asks gets a track of its own. */
export function playedTone(hz) {
  const player = players.get(hz);
  return (player.captureStream ?? player.mozCaptureStream).call(player);
}

/** The strongest tone of about a second, and its level in dB. */
export async function listenByRecording(track) {
  if (track?.readyState !== 'live') return { hz: 0, level: -200 };
  const recorder = new MediaRecorder(new MediaStream([track]));
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  await new Promise((done) => setTimeout(done, 700));
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.stop();
  await stopped;
  const recording = await new Blob(parts).arrayBuffer();
  if (!recording.byteLength) return { hz: 0, level: -200 };
  const sound = await new OfflineAudioContext(1, RATE, RATE).decodeAudioData(recording);
  const samples = sound.getChannelData(0).slice(-RATE / 5);
  let best = { hz: 0, level: -200 };
  for (let hz = 200; hz < 2500; hz += 10) {
    let re = 0;
    let im = 0;
    samples.forEach((sample, i) => {
      const turn = 2 * Math.PI * hz * i / sound.sampleRate;
      re += sample * Math.cos(turn);
      im += sample * Math.sin(turn);
    });
    const level = 20 * Math.log10(Math.max(2 * Math.hypot(re, im) / samples.length, 1e-10));
    if (level > best.level) best = { hz, level };
  }
  return best;
}
