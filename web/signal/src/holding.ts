// Who holds a call, as descriptions say it: nothing is sent or asked for (RFC 3264 section 8.4).

/** Both sides' holding of one call. */
export class Holding {
  private theirs = false;
  private ours = false;
  /** What each line of media was for before we held it. */
  private readonly before = new Map<RTCRtpTransceiver, RTCRtpTransceiverDirection>();

  /** @param told hears when the other side begins to hold, and when it goes on */
  constructor(private readonly told: (held: boolean) => void) {}

  /** We hold, or go on with what there was. */
  hold(connection: RTCPeerConnection | undefined, on: boolean): void {
    this.ours = on;
    for (const each of connection?.getTransceivers() ?? []) {
      if (each.direction === 'stopped' || each.currentDirection === 'stopped') {
        continue;
      }
      if (on && !this.before.has(each)) {
        this.before.set(each, each.direction);
        each.direction = 'inactive';
      } else if (!on) {
        each.direction = this.before.get(each) ?? each.direction;
      }
    }
    if (!on) {
      this.before.clear();
    }
  }

  /** The call has another connection now; what we hold stays held. */
  moved(connection: RTCPeerConnection): void {
    this.before.clear();
    if (this.ours) {
      this.hold(connection, true);
    }
  }

  /** The other side's description. To an offer of ours that held, the answer says nothing of them. */
  heard({ type, sdp }: RTCSessionDescriptionInit): void {
    if (type === 'answer' && this.ours) {
      return;
    }
    const sound = (sdp ?? '').split(/^(?=m=)/m).find((part) => part.startsWith('m=audio')) ?? '';
    const held = /^a=(inactive|sendonly)\s*$/m.test(sound);
    if (held !== this.theirs) {
      this.theirs = held;
      this.told(held);
    }
  }
}
