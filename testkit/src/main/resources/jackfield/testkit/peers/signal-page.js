// What a page of SignalPages can do: sign in at /signal by the node's client, call with a tone in the
// microphone's place, and say what it hears. And `plain`: a client of the kind Wimpex has, which
// knows five messages and nothing else.
(() => {
  const ears = new AudioContext();
  const state = (window.state = { events: [], calls: [], channel: [], members: {}, listened: '' });
  state.listensTo = () => (state.listened ? state.members[state.listened] : state.remote);

  window.cut = false;
  window.WebSocket = class extends window.WebSocket {
    constructor(url, protocols) {
      super(window.cut ? url + '/cut' : url, protocols);
      window.socket = this;
    }
  };

  // A tone, and the browser's own camera. An AudioContext of Firefox stands still without a sound
  // card; there the tone comes from the microphone.
  async function capture(wish) {
    if (navigator.userAgent.includes('Firefox')) return navigator.mediaDevices.getUserMedia(wish);
    const stream = wish.audio ? tone(state.hz) : new MediaStream();
    if (wish.video) {
      const seen = await navigator.mediaDevices.getUserMedia({ video: true });
      seen.getTracks().forEach((track) => stream.addTrack(track));
    }
    return stream;
  }

  window.pictures = async () => {
    let decoded = 0;
    for (const [, entry] of (await state.call?.peer?.pc.getStats()) ?? []) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'video') decoded += entry.framesDecoded ?? 0;
    }
    return decoded;
  };

  // What ICE calls itself, on each connection there is.
  window.ufrags = () => {
    const peers = state.room ? [...state.room.peers.values()].map(({ peer }) => peer) : [state.call.peer];
    return peers.map(({ pc }) => /a=ice-ufrag:(\S+)/.exec(pc.localDescription?.sdp ?? '')?.[1] ?? '');
  };

  // As the browser's own button does.
  window.stopSharing = () => {
    const track = state.screen.getVideoTracks()[0];
    track.stop();
    track.dispatchEvent(new Event('ended'));
  };
  const getDisplayMedia = navigator.mediaDevices.getDisplayMedia?.bind(navigator.mediaDevices);
  navigator.mediaDevices.getDisplayMedia = async (wish) => (state.screen = await getDisplayMedia(wish));

  window.joins = async (name) => {
    const room = (state.room = await window.signal.join(name, { audio: true }));
    room.on('remote', ({ member, stream }) => (state.members[member.user] = stream));
    room.on('left', ({ user }) => state.events.push('left ' + user));
  };

  function tone(hz) {
    const oscillator = ears.createOscillator();
    oscillator.frequency.value = hz;
    const out = ears.createMediaStreamDestination();
    oscillator.connect(out);
    oscillator.start();
    return out.stream;
  }

  window.hears = async () => {
    const stream = state.listensTo();
    if (!stream?.getAudioTracks().length) return [0, -200];
    await ears.resume();
    // Chromium decodes what is played alone.
    if (state.played !== stream) {
      state.played = stream;
      const player = (state.player = new Audio());
      player.muted = true;
      player.srcObject = stream;
      await player.play().catch(() => undefined);
    }
    const source = ears.createMediaStreamSource(stream);
    const analyser = ears.createAnalyser();
    analyser.fftSize = 8192;
    analyser.smoothingTimeConstant = 0;
    source.connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    let best = [0, -200];
    for (let i = 0; i < 8; i++) {
      await new Promise((done) => setTimeout(done, 100));
      analyser.getFloatFrequencyData(bins);
      let peak = 4;
      for (let b = 4; b < bins.length; b++) if (bins[b] > bins[peak]) peak = b;
      if (bins[peak] >= best[1]) best = [(peak * ears.sampleRate) / analyser.fftSize, bins[peak]];
    }
    source.disconnect();
    return best;
  };

  window.token = async (user, password) => {
    const response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, password }),
    });
    return (await response.json()).token;
  };

  window.keep = keep;
  function keep(call) {
    state.calls.push(call);
    state.call = call;
    call.on('remote', (stream) => (state.remote = stream));
    call.on('held', (held) => state.events.push('held ' + held));
    call.on('ended', (why) => state.events.push('ended ' + why));
    call.on('channel', (channel) => (channel.onmessage = ({ data }) => state.channel.push(data)));
  }

  window.signIn = async (user, password, device, hz) => {
    const { Signal } = await import('/signal.js');
    const token = await window.token(user, password);
    state.hz = hz;
    const signal = (window.signal = new Signal({ token, device, capture }));
    signal.on('incoming', (call) => {
      state.events.push('incoming ' + call.user);
      keep(call);
    });
    signal.on('error', ({ code }) => state.events.push('error ' + code));
    signal.on('presence', ({ user: who, state: how }) => state.events.push(who + ' ' + how));
    await signal.connect();
    return signal.userId;
  };
  window.calls = async (user) => keep(await window.signal.call(user, { audio: true }));
  window.servers = async () => (await window.signal.iceServers()).length;

  // The plain client: call-offer, call-answer, ice-candidate, call-reject, and `from`.
  window.plain = async (user, password, hz) => {
    const ws = new WebSocket(`wss://${location.host}/signal`);
    const send = (message) => ws.send(JSON.stringify(message));
    const token = await window.token(user, password);
    let pc;
    const make = (peer) => {
      pc = new RTCPeerConnection();
      tone(hz).getTracks().forEach((track) => pc.addTrack(track));
      pc.onicecandidate = ({ candidate }) =>
        candidate && send({ type: 'ice-candidate', toId: peer, candidate: candidate.toJSON() });
      pc.ontrack = ({ track }) => (state.remote = new MediaStream([track]));
      state.plain = pc;
    };
    const handlers = {
      'auth-ok': ({ userId }) => (state.user = userId),
      'call-offer': async ({ from, callId, offer }) => {
        make(from);
        await pc.setRemoteDescription(offer);
        await pc.setLocalDescription(await pc.createAnswer());
        send({ type: 'call-answer', toId: from, callId, answer: pc.localDescription });
      },
      'call-answer': async ({ answer }) => pc.setRemoteDescription(answer),
      'ice-candidate': async ({ candidate }) => pc.addIceCandidate(candidate),
      'call-reject': () => state.events.push('rejected'),
    };
    ws.onmessage = async ({ data }) => {
      const message = JSON.parse(data);
      await handlers[message.type]?.(message);
    };
    await new Promise((done) => (ws.onopen = done));
    send({ type: 'auth', token });
    window.plainCalls = async (peer) => {
      make(peer);
      await pc.setLocalDescription(await pc.createOffer());
      send({
        type: 'call-offer',
        toId: peer,
        callId: 'call_' + Date.now(),
        offer: pc.localDescription,
        callType: 'audio',
        fromUsername: user,
      });
    };
  };
})();
