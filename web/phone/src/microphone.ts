// The microphone: which there are, which is chosen, and the stream of it.

const CHOICE = 'jackfield.microphone';

/** Thrown where no microphone can be had; `name` is what [microphoneFailure] explains. */
export class MicrophoneError extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

/** The microphone the person chose, or the browser's own choice. */
export class Microphone {
  private stream: MediaStream | null = null;

  get chosen(): string {
    return localStorage.getItem(CHOICE) ?? '';
  }

  /** Opens the chosen microphone; the same stream again while it lives. */
  async open(): Promise<MediaStream> {
    if (this.stream?.getAudioTracks().some((track) => track.readyState === 'live')) {
      return this.stream;
    }
    this.stream = await this.request(this.chosen);
    return this.stream;
  }

  /** Changes the microphone, in the running call too. */
  async choose(deviceId: string, connection: RTCPeerConnection | null): Promise<void> {
    localStorage.setItem(CHOICE, deviceId);
    if (!this.stream) {
      return;
    }
    const next = await this.request(deviceId);
    const track = next.getAudioTracks()[0] ?? null;
    const sender = connection?.getSenders().find((each) => each.track?.kind === 'audio');
    if (track && sender?.track) {
      track.enabled = sender.track.enabled; // muted stays muted
      await sender.replaceTrack(track);
    }
    this.close();
    this.stream = next;
  }

  /** Lets go of the microphone, so that the browser's recording sign goes out. */
  close(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }

  /** The microphones; without names until the permission is given. */
  async list(): Promise<MediaDeviceInfo[]> {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.filter((device) => device.kind === 'audioinput' && device.deviceId !== '');
  }

  private async request(deviceId: string): Promise<MediaStream> {
    if (!navigator.mediaDevices) {
      throw new MicrophoneError('InsecureContext');
    }
    try {
      return await navigator.mediaDevices.getUserMedia({
        audio: deviceId ? { deviceId: { exact: deviceId } } : true,
      });
    } catch (error) {
      const name = error instanceof Error ? error.name : 'UnknownError';
      if (deviceId && (name === 'OverconstrainedError' || name === 'NotFoundError')) {
        localStorage.removeItem(CHOICE); // it was unplugged: any other will do
        return this.request('');
      }
      throw new MicrophoneError(name);
    }
  }
}
