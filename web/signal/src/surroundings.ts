/** A message of `/signal`, as it is. */
export type Message = Record<string, unknown>;

export interface MediaWish {
  /** Rings pages only, and nobody by SIP. */
  direct?: boolean;
  audio?: boolean | MediaTrackConstraints;
  video?: boolean | MediaTrackConstraints;
  /** Used instead of a microphone and a camera. */
  stream?: MediaStream;
  /** Adds what else there is to be, data channels say, before the first offer. */
  prepare?: (connection: RTCPeerConnection) => void;
}

/** What calls and rooms need of the device that they belong to. */
export interface Surroundings {
  /** What others are shown. */
  readonly name: string;
  readonly newStream: (() => MediaStream) | undefined;
  /** Sends, or keeps for when the connection is back. */
  send(message: Message): void;
  connection(settings: RTCConfiguration): RTCPeerConnection;
  capture(wish: MediaStreamConstraints): Promise<MediaStream>;
  /** STUN and TURN; none rather than a call that waits. */
  iceServers(): Promise<RTCIceServer[]>;
}
