// What the libraries expect of a browser and Node lacks.
import WebSocket from 'ws';
import wrtc from '@roamhq/wrtc';

class Socket extends WebSocket {
  constructor(url, protocols) {
    // The node under test has a certificate of its own authority.
    super(url, protocols, { rejectUnauthorized: false, origin: process.env.JACKFIELD_ORIGIN });
  }
}

class TrackEvent extends Event {
  constructor(type, init) {
    super(type, init);
    this.track = init.track;
  }
}

export function likeABrowser() {
  globalThis.window = globalThis;
  globalThis.WebSocket = Socket;
  for (const name of [
    'RTCPeerConnection', 'RTCSessionDescription', 'RTCIceCandidate', 'MediaStream', 'MediaStreamTrack',
  ]) {
    globalThis[name] = wrtc[name];
  }
  globalThis.MediaStreamTrackEvent = TrackEvent;
  globalThis.addEventListener ??= () => {};
  globalThis.removeEventListener ??= () => {};
}
