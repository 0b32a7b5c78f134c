package jackfield.testkit.peers;

/// What listens in a page: functions of JavaScript that hear the remote sound for about a second
/// and answer with [Hz, level in dB] of its strongest tone.
final class Ears {
    /// The element that plays the other party.
    private static final String STREAM = "document.getElementById('remote-audio')?.srcObject";

    /// By an analyser in the sound's way.
    static final String ANALYSER =
            """
            async () => {
              const stream = %s;
              if (!stream?.getAudioTracks().length) return [0, -200];
              const context = window.ears ??= new AudioContext();
              await context.resume();
              const source = context.createMediaStreamSource(stream);
              const analyser = context.createAnalyser();
              analyser.fftSize = 8192;
              analyser.smoothingTimeConstant = 0;
              source.connect(analyser);
              const bins = new Float32Array(analyser.frequencyBinCount);
              let best = [0, -200];
              for (let i = 0; i < 10; i++) {
                await new Promise((done) => setTimeout(done, 100));
                analyser.getFloatFrequencyData(bins);
                let peak = 4;
                for (let b = 4; b < bins.length; b++) if (bins[b] > bins[peak]) peak = b;
                if (bins[peak] >= best[1]) {
                  best = [peak * context.sampleRate / analyser.fftSize, bins[peak]];
                }
              }
              source.disconnect();
              return best;
            }
            """
                    .formatted(STREAM);

    /// By a recording, of which the last third of a second is looked at: an AudioContext of Firefox
    /// stands still where there is no sound card, and its recorder does not.
    static final String RECORDER = recorder(STREAM);

    private Ears() {}

    /// The same for another stream.
    ///
    /// @param stream an expression of JavaScript
    static String recorder(String stream) {
        return """
        async () => {
          const stream = %s;
          const live = stream?.getAudioTracks().filter((track) => track.readyState === 'live');
          if (!live?.length) return [0, -200];
          const recorder = new MediaRecorder(new MediaStream(live));
          const parts = [];
          recorder.ondataavailable = (event) => parts.push(event.data);
          recorder.start();
          await new Promise((done) => setTimeout(done, 1000));
          const stopped = new Promise((done) => { recorder.onstop = done; });
          recorder.stop();
          await stopped;
          const bytes = await new Blob(parts).arrayBuffer();
          if (!bytes.byteLength) return [0, -200];
          const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(bytes);
          const samples = sound.getChannelData(0).slice(-16000);
          let best = [0, 0];
          for (let hz = 100; hz < 3000; hz += 10) {
            let re = 0;
            let im = 0;
            for (let i = 0; i < samples.length; i++) {
              const turn = 2 * Math.PI * hz * i / sound.sampleRate;
              re += samples[i] * Math.cos(turn);
              im += samples[i] * Math.sin(turn);
            }
            const level = 2 * Math.hypot(re, im) / samples.length;
            if (level > best[1]) best = [hz, level];
          }
          return [best[0], 20 * Math.log10(Math.max(best[1], 1e-10))];
        }
        """
                .formatted(stream);
    }
}
