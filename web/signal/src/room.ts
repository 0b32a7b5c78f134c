import { Emitter } from './emitter.js';
import { Peer } from './peer.js';
import type { MediaWish, Message, Surroundings } from './surroundings.js';

export interface Member {
  user: string;
  device: string;
}

export interface RoomEvents {
  joined: Member[];
  /** Sound and pictures of a member. */
  remote: { member: Member; stream: MediaStream };
  came: Member;
  left: Member;
  message: { from: string; text: string };
  ended: string;
}

/** The device of a room. */
export interface RoomHome extends Surroundings {
  /** The room of this name is left. */
  without(room: string): void;
}

/** A small mesh: a connection to each other member. Who comes offers to those who are there. */
export class Room extends Emitter<RoomEvents> {
  readonly peers = new Map<string, { member: Member; peer: Peer }>();
  local: MediaStream | undefined;
  private own = false;
  private servers: RTCIceServer[] = [];

  constructor(
    private readonly signal: RoomHome,
    readonly name: string,
  ) {
    super();
  }

  /** Joins; `Signal.join` does this. */
  async begin(wish: MediaWish): Promise<void> {
    this.own = !wish.stream;
    const audio = wish.audio ?? true;
    const video = wish.video ?? false;
    const [local, servers] = await Promise.all([
      wish.stream ?? (audio || video ? this.signal.capture({ audio, video }) : undefined),
      this.signal.iceServers(),
    ]);
    this.local = local;
    this.servers = servers;
    this.again();
  }

  /** Joins once more, after the node has forgotten us. */
  again(): void {
    this.signal.send({ type: 'room-join', room: this.name });
  }

  leave(): void {
    this.signal.send({ type: 'room-leave', room: this.name });
    this.over('left');
  }

  text(text: string): void {
    this.signal.send({ type: 'message', room: this.name, text });
  }

  restart(): void {
    this.peers.forEach(({ peer }) => peer.restart());
  }

  private over(reason: string): void {
    this.peers.forEach(({ peer }) => peer.close());
    this.peers.clear();
    if (this.own) {
      this.local?.getTracks().forEach((track) => track.stop());
    }
    this.signal.without(this.name);
    this.emit('ended', reason);
  }

  private reach(member: Member, polite: boolean): Peer {
    const peer = new Peer(this.signal.connection({ iceServers: this.servers }), polite, this.signal.newStream);
    this.peers.set(key(member), { member, peer });
    const say = (type: string, more: Message): void =>
      this.signal.send({ type, room: this.name, toId: member.user, toDevice: member.device, ...more });
    peer.on('description', (description) =>
      description.type === 'offer'
        ? say('call-offer', { offer: description })
        : say('call-answer', { answer: description }),
    );
    peer.on('candidate', (candidate) => say('ice-candidate', { candidate }));
    peer.on('remote', (stream) => this.emit('remote', { member, stream }));
    return peer;
  }

  private addTracks(peer: Peer): void {
    const { local } = this;
    local?.getTracks().forEach((track) => peer.pc.addTrack(track, local));
  }

  async receive(message: Message): Promise<void> {
    const member = { user: String(message['from']), device: String(message['fromDevice']) };
    switch (message['type']) {
      case 'room-joined':
        return this.joined(message['members'] as { userId: string; deviceId: string }[]);
      case 'room-member-joined':
        this.emit('came', member);
        return undefined;
      case 'room-member-left':
        this.peers.get(key(member))?.peer.close();
        this.peers.delete(key(member));
        this.emit('left', member);
        return undefined;
      case 'room-left':
        return undefined;
      case 'message':
        this.emit('message', { from: member.user, text: String(message['text']) });
        return undefined;
      case 'call-offer': {
        const known = this.peers.get(key(member))?.peer;
        const peer = known ?? this.reach(member, true);
        await peer.description(message['offer'] as RTCSessionDescriptionInit);
        if (!known) {
          this.addTracks(peer);
        }
        return peer.answer();
      }
      case 'call-answer':
        await this.peers.get(key(member))?.peer.description(message['answer'] as RTCSessionDescriptionInit);
        return undefined;
      case 'ice-candidate':
        return this.peers.get(key(member))?.peer.candidate(message['candidate'] as RTCIceCandidateInit | null);
      default:
        return undefined;
    }
  }

  private joined(there: { userId: string; deviceId: string }[]): void {
    const members = there.map(({ userId, deviceId }) => ({ user: userId, device: deviceId }));
    for (const member of members) {
      if (!this.peers.has(key(member))) {
        this.addTracks(this.reach(member, false));
      }
    }
    this.emit('joined', members);
  }
}

function key(member: Member): string {
  return `${member.user}/${member.device}`;
}
