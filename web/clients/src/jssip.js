// A user with JsSIP, behind the same words as the one with SIP.js.
import JsSIP from 'jssip';
import { Arrivals, Words, within } from './waiting.js';

class Call {
  constructor(client, session, sees = {}) {
    this.client = client;
    this.session = session;
    this.words = new Words();
    this.sdp = {};
    session.on('sdp', (event) => {
      const change = event.originator === 'local' ? sees.says : sees.hears;
      if (change) event.sdp = change(event.sdp);
      this.sdp[`${event.originator} ${event.type}`] = event.sdp;
    });
    this.refers = new Arrivals();
    this.heldByPeer = false;
    this.keys = new Arrivals();
    session.on('newDTMF', ({ originator, dtmf }) => { if (originator === 'remote') this.keys.put(dtmf.tone); });
    if (session.connection) this.#watch(session.connection);
    session.on('peerconnection', ({ peerconnection }) => this.#watch(peerconnection));
    session.on('progress', () => this.words.say('ringing'));
    session.on('confirmed', () => this.words.say('confirmed'));
    session.on('ended', ({ cause }) => this.words.say('ended', cause));
    session.on('failed', ({ cause, message }) => {
      this.words.say('failed', message?.status_code ?? cause);
      this.words.say('ended', cause);
      if (message?.method === 'CANCEL') this.words.say('cancelled', message.getHeader('Reason') ?? '');
    });
    session.on('hold', ({ originator }) => { if (originator === 'remote') this.heldByPeer = true; });
    session.on('unhold', ({ originator }) => { if (originator === 'remote') this.heldByPeer = false; });
    session.on('replaces', (event) => {
      event.accept((next) => this.client.incoming.put(new Call(this.client, next)));
    });
    session.on('refer', (event) => {
      event.accept(
        (next) => this.client.incoming.put(new Call(this.client, next)),
        { mediaStream: this.client.platform.tone(this.client.hz), pcConfig: { iceServers: [] } },
      );
      this.refers.put(event.request.refer_to?.uri?.toString() ?? '');
    });
  }

  #watch(connection) {
    connection.addEventListener('track', ({ track }) => {
      if (track.kind === 'audio') this.track = track;
    });
  }

  from() { return this.session.remote_identity.uri.user; }

  until(word, ms) { return this.words.until(word, ms); }

  async answer(media = {}) {
    this.session.answer({
      mediaStream: media.stream ?? this.client.platform.tone(this.client.hz),
      pcConfig: { iceServers: [] },
    });
    await this.until('confirmed');
  }

  /** What WebRTC counts: all reports of a type, of one medium where it is named. */
  async statistics(type, kind) {
    const found = [];
    const reports = await this.session.connection.getStats();
    reports.forEach((each) => {
      if (each.type === type && (!kind || each.kind === kind)) found.push(each);
    });
    return found;
  }

  reject(status) { this.session.terminate({ status_code: status }); }

  hangUp() { this.session.terminate(); }

  hold() { return this.#renegotiates((done) => this.session.hold({}, done)); }

  resume() { return this.#renegotiates((done) => this.session.unhold({}, done)); }

  refresh(useUpdate) {
    return this.#renegotiates((done) => this.session.renegotiate({ useUpdate }, done));
  }

  #renegotiates(begin) {
    return within(15000, 'the new session description', new Promise((done, fail) => {
      if (begin(done) === false) fail(new Error('JsSIP does not renegotiate now'));
    }));
  }

  transfer(target) {
    return within(20000, 'the transfer', new Promise((done, fail) => {
      this.session.refer(this.client.address(target), {
        eventHandlers: {
          accepted: () => done('accepted'),
          failed: ({ message }) => fail(new Error(`transfer refused: ${message?.status_code}`)),
          requestFailed: ({ cause }) => fail(new Error(`transfer refused: ${cause}`)),
        },
      });
    }));
  }

  transferTo(other) {
    return within(20000, 'the transfer', new Promise((done, fail) => {
      this.session.refer(other.session.remote_identity.uri.toString(), {
        replaces: other.session,
        eventHandlers: {
          accepted: () => done('accepted'),
          failed: ({ message }) => fail(new Error(`transfer refused: ${message?.status_code}`)),
          requestFailed: ({ cause }) => fail(new Error(`transfer refused: ${cause}`)),
        },
      });
    }));
  }

  listen() { return this.client.platform.listen(this.track); }

  /** Presses a key by INFO; the status of its answer. */
  press(key) {
    return within(15000, 'an answer to INFO', new Promise((done) => {
      const pressed = ({ originator, dtmf }) => {
        if (originator !== 'local') return;
        this.session.off('newDTMF', pressed);
        dtmf.on('succeeded', ({ response }) => done(response.status_code));
        dtmf.on('failed', ({ response }) => done(response?.status_code));
      };
      this.session.on('newDTMF', pressed);
      this.session.sendDTMF(key, { duration: 120 });
    }));
  }
}

export class JsSipUser {
  constructor(platform, settings, hz) {
    this.platform = platform;
    this.settings = settings;
    this.hz = hz;
    this.incoming = new Arrivals();
    this.messages = new Arrivals();
    this.registrations = new Arrivals();
    this.subscribers = [];
    this.watching = [];
    this.socket = new JsSIP.WebSocketInterface(settings.url);
    this.ua = new JsSIP.UA({
      sockets: [this.socket],
      uri: `sip:${settings.user}@${settings.domain}`,
      password: settings.password,
      register_expires: 120,
      session_timers: true,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 2,
    });
    this.ua.on('newRTCSession', ({ originator, session }) => {
      if (originator === 'remote') this.incoming.put(new Call(this, session, this.sees));
    });
    this.ua.on('newMessage', ({ originator, message, request }) => {
      if (originator === 'remote') {
        message.accept();
        this.messages.put({ from: request.from.uri.user, text: request.body });
      }
    });
    this.ua.on('newOptions', () => {});
    this.ua.on('newSubscribe', ({ request }) => {
      const notifier = this.ua.notify(request, 'application/conference-info+xml', {});
      notifier.start();
      notifier.setActiveState();
      notifier.notify('<conference-info/>');
      this.subscribers.push(notifier);
    });
    this.ua.on('registered', ({ response }) => this.registrations.put(response));
    this.ua.on('registrationFailed', ({ cause, response }) =>
      this.registrations.put({ refused: response?.status_code ?? cause }));
  }

  address(target) { return target.includes(':') ? target : `sip:${target}@${this.settings.domain}`; }

  async register() {
    this.ua.start();
    const response = await this.registrations.next('the registration');
    if (response.refused) throw new Error(`registration refused: ${response.refused}`);
    return response;
  }

  get gruu() { return this.ua.contact.pub_gruu; }

  /**
   * `media.stream` instead of a tone; `media.prepare` gets the connection before the offer is made.
   */
  call(target, media = {}) {
    return new Call(this, this.ua.call(this.address(target), {
      mediaStream: media.stream ?? this.platform.tone(this.hz),
      pcConfig: { iceServers: [] },
      eventHandlers: media.prepare
        ? { peerconnection: ({ peerconnection }) => media.prepare(peerconnection) }
        : {},
    }), this.sees);
  }

  /** Changes what is said (`says`) and heard (`hears`) in session descriptions of later calls. */
  changes(sees) { this.sees = sees; }

  send(target, text) {
    return within(15000, 'an answer to MESSAGE', new Promise((done) => {
      this.ua.sendMessage(this.address(target), text, {
        eventHandlers: {
          succeeded: ({ response }) => done(response.status_code),
          failed: ({ response, cause }) => done(response?.status_code ?? cause),
        },
      });
    }));
  }

  ask(target) {
    return within(15000, 'an answer to OPTIONS', new Promise((done) => {
      this.ua.sendOptions(this.address(target), null, {
        eventHandlers: {
          succeeded: ({ response }) => done(response.status_code),
          failed: ({ response, cause }) => done(response?.status_code ?? cause),
        },
      });
    }));
  }

  watch(target, event, accept) {
    return within(15000, 'a NOTIFY', new Promise((done, fail) => {
      const subscriber = this.ua.subscribe(
        this.address(target), event, accept, { expires: 120 });
      subscriber.on('notify', (_ended, _request, body) => { if (body) done(body); });
      subscriber.on('terminated', (code) => fail(new Error(`subscription ended: ${code}`)));
      subscriber.subscribe();
      this.watching.push(subscriber);
    }));
  }

  /** Cuts the connection as a lost network does; it comes back by itself and registers. */
  async drop() {
    this.socket._ws.close();
    const response = await this.registrations.next('the registration after a lost connection', 20000);
    if (response.refused) throw new Error(`registration refused: ${response.refused}`);
  }

  async stop() {
    this.ua.stop();
    await new Promise((done) => setTimeout(done, 200));
  }
}
