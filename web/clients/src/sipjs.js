// A user with SIP.js, behind the same words as the one with JsSIP.
import {
  Inviter, Messager, Registerer, RegistererState, SessionState, Subscriber, UserAgent, Web,
} from 'sip.js';
import { Arrivals, Words, within } from './waiting.js';

class Call {
  constructor(client, session) {
    this.client = client;
    this.session = session;
    this.words = new Words();
    this.refers = new Arrivals();
    this.keys = new Arrivals();
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.words.say('confirmed');
      if (state === SessionState.Terminated) this.words.say('ended', 'terminated');
    });
    session.delegate = {
      onCancel: (cancel) => this.words.say('cancelled', cancel.request.getHeader('Reason') ?? ''),
      onInfo: (info) => {
        this.keys.put(/^Signal=\s*(\S+)/im.exec(info.request.body)?.[1] ?? info.request.body);
        info.accept();
      },
      onRefer: (referral) => {
        this.refers.put(referral.referTo.uri.toString());
        referral.accept().then(() => {
          const inviter = referral.makeInviter(this.client.media());
          const call = new Call(this.client, inviter);
          inviter.invite();
          this.client.incoming.put(call);
        });
      },
    };
  }

  get track() {
    return this.session.sessionDescriptionHandler?.peerConnection
      ?.getReceivers().find((receiver) => receiver.track?.kind === 'audio')?.track;
  }

  /** What the peer's last description lets us send and hear. */
  get heldByPeer() {
    const sdp = this.session.sessionDescriptionHandler?.peerConnection?.remoteDescription?.sdp ?? '';
    return /a=(sendonly|inactive)/.test(sdp);
  }

  from() { return this.session.remoteIdentity.uri.user; }

  until(word, ms) { return this.words.until(word, ms); }

  async answer() {
    await this.session.accept(this.client.media());
    return this.until('confirmed');
  }

  reject(status) { this.session.reject({ statusCode: status }); }

  hangUp() {
    if (this.session.state === SessionState.Established) return this.session.bye();
    return this.session instanceof Inviter ? this.session.cancel() : this.session.reject();
  }

  hold() { return this.#renegotiates({ hold: true }); }

  resume() { return this.#renegotiates({ hold: false }); }

  refresh() { return this.#renegotiates({ hold: false }); }

  #renegotiates(options) {
    return within(15000, 'the new session description', new Promise((done, fail) => {
      this.session.sessionDescriptionHandlerOptionsReInvite = options;
      this.session.invite({
        requestDelegate: {
          onAccept: () => done(),
          onReject: (response) => fail(new Error(`re-INVITE refused: ${response.message.statusCode}`)),
        },
        sessionDescriptionHandlerOptions: { ...this.client.media().sessionDescriptionHandlerOptions, ...options },
      }).catch(fail);
    }));
  }

  transfer(target) { return this.#refers(UserAgent.makeURI(this.client.address(target))); }

  transferTo(other) { return this.#refers(other.session); }

  #refers(to) {
    return within(20000, 'the transfer', new Promise((done, fail) => {
      this.session.refer(to, {
        onNotify: (notification) => {
          notification.accept();
          const status = Number(/^SIP\/2\.0 (\d{3})/.exec(notification.request.body ?? '')?.[1] ?? 0);
          if (status >= 300) fail(new Error(`transfer refused: ${status}`));
          else if (status >= 200) done('accepted');
        },
        requestDelegate: {
          onReject: (response) => fail(new Error(`REFER refused: ${response.message.statusCode}`)),
        },
      }).catch(fail);
    }));
  }

  listen() { return this.client.platform.listen(this.track); }

  /** Presses a key by INFO; the status of its answer. */
  press(key) {
    return within(15000, 'an answer to INFO', new Promise((done, fail) => {
      this.session.info({
        requestDelegate: {
          onAccept: (response) => done(response.message.statusCode),
          onReject: (response) => done(response.message.statusCode),
        },
        requestOptions: {
          body: {
            contentDisposition: 'render',
            contentType: 'application/dtmf-relay',
            content: `Signal=${key}\r\nDuration=120`,
          },
        },
      }).catch(fail);
    }));
  }
}

export class SipJsUser {
  constructor(platform, settings, hz) {
    this.platform = platform;
    this.settings = settings;
    this.hz = hz;
    this.incoming = new Arrivals();
    this.messages = new Arrivals();
    this.watching = [];
    this.ua = new UserAgent({
      uri: UserAgent.makeURI(`sip:${settings.user}@${settings.domain}`),
      transportOptions: { server: settings.url, keepAliveInterval: 10 },
      authorizationUsername: settings.user,
      authorizationPassword: settings.password,
      contactParams: { transport: 'ws' },
      logLevel: 'error',
      gracefulShutdown: false,
      sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(
        () => Promise.resolve(platform.tone(this.hz))),
      sessionDescriptionHandlerFactoryOptions: {
        iceGatheringTimeout: 1000,
        peerConnectionConfiguration: { iceServers: [] },
      },
      delegate: {
        onInvite: (invitation) => this.incoming.put(new Call(this, invitation)),
        onMessage: (message) => {
          message.accept();
          this.messages.put({ from: message.request.from.uri.user, text: message.request.body });
        },
      },
    });
    this.registerer = new Registerer(this.ua, { expires: 120, regId: 1 });
  }

  media() {
    return { sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } } };
  }

  /** Changes what is said (`says`) in session descriptions of later calls. */
  changes({ says }) { this.says = says; }

  address(target) { return target.includes(':') ? target : `sip:${target}@${this.settings.domain}`; }

  async register() {
    await this.ua.start();
    return this.#registers();
  }

  #registers() {
    return within(15000, 'the registration', new Promise((done, fail) => {
      this.registerer.register({
        requestDelegate: {
          onAccept: (response) => done(response.message),
          onReject: (response) =>
            fail(new Error(`registration refused: ${response.message.statusCode}`)),
        },
      }).catch(fail);
    }));
  }

  get gruu() { return this.ua.contact.pubGruu?.toString(); }

  call(target) {
    const inviter = new Inviter(this.ua, UserAgent.makeURI(this.address(target)), {
      ...this.media(),
      sessionDescriptionHandlerModifiers: this.says
        ? [(description) => Promise.resolve({ type: description.type, sdp: this.says(description.sdp) })]
        : [],
    });
    const call = new Call(this, inviter);
    inviter.invite({
      requestDelegate: {
        onProgress: () => call.words.say('ringing'),
        onReject: (response) => call.words.say('failed', response.message.statusCode),
      },
    });
    return call;
  }

  send(target, text) {
    return within(15000, 'an answer to MESSAGE', new Promise((done) => {
      new Messager(this.ua, UserAgent.makeURI(this.address(target)), text).message({
        requestDelegate: {
          onAccept: (response) => done(response.message.statusCode),
          onReject: (response) => done(response.message.statusCode),
        },
      });
    }));
  }

  ask(target) {
    return within(15000, 'an answer to OPTIONS', new Promise((done) => {
      const core = this.ua.userAgentCore;
      const uri = UserAgent.makeURI(this.address(target));
      const message = core.makeOutgoingRequestMessage(
        'OPTIONS', uri, UserAgent.makeURI(this.address(this.settings.user)), uri, {});
      core.request(message, {
        onAccept: (response) => done(response.message.statusCode),
        onReject: (response) => done(response.message.statusCode),
      });
    }));
  }

  watch(target, event) {
    return within(15000, 'a NOTIFY', new Promise((done) => {
      const subscriber = new Subscriber(
        this.ua, UserAgent.makeURI(this.address(target)), event, { expires: 120 });
      subscriber.delegate = {
        onNotify: (notification) => {
          notification.accept();
          if (notification.request.body) done(notification.request.body);
        },
      };
      subscriber.subscribe();
      this.watching.push(subscriber);
    }));
  }

  /** Cuts the connection as a lost network does, and comes back as SIP.js wants its users to do. */
  async drop() {
    const gone = new Promise((done) => { this.ua.delegate.onDisconnect = done; });
    this.ua.transport._ws.close();
    await within(10000, 'the loss', gone);
    await this.ua.reconnect();
    await this.#registers();
  }

  async stop() {
    if (this.registerer.state === RegistererState.Registered) {
      await this.registerer.unregister().catch(() => {});
    }
    await this.ua.stop().catch(() => {});
  }
}
