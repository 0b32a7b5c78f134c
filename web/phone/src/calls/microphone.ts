// The person's microphone, open once for all calls, and a copy of it for each.
import { openCamera, openMicrophone } from '../audio/devices';

export class Microphone {
  private stream: MediaStream | null = null;

  /** Open from now on, unless it is. */
  async open(): Promise<MediaStream> {
    if (this.stream?.getAudioTracks().some((track) => track.readyState === 'ended')) {
      this.stream = null;
    }
    this.stream ??= await openMicrophone();
    return this.stream;
  }

  get isOpen(): boolean {
    return this.stream !== null;
  }

  /** The one that is chosen now; `then` brings it to whom it concerns before the old one ends. */
  async change(then: (stream: MediaStream) => Promise<void>): Promise<void> {
    if (this.stream) {
      const before = this.stream;
      this.stream = await openMicrophone();
      await then(this.stream);
      stop(before);
    }
  }

  /** A track of its own for one call, so that muting and holding touch no other. */
  voice(): MediaStreamTrack | null {
    return this.stream?.getAudioTracks()[0]?.clone() ?? null;
  }

  spare(): MediaStream {
    const voice = this.voice();
    return new MediaStream(voice ? [voice] : []);
  }

  /** What a call sends: sound, and the camera's picture where that is wanted and to be had. */
  async forCall(video: boolean, failed: (error: unknown) => void): Promise<MediaStream> {
    await this.open();
    const stream = this.spare();
    if (video) {
      try {
        (await openCamera()).getVideoTracks().forEach((track) => stream.addTrack(track));
      } catch (error) {
        failed(error); // the call goes on without a picture
      }
    }
    return stream;
  }

  /** The browser's recording sign goes out. */
  close(): void {
    stop(this.stream);
    this.stream = null;
  }
}

export function stop(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}
