// Microphone, camera, loudspeaker: which there are, which is chosen, and the streams of them.
import { signal } from '@preact/signals';
import { read, write } from '../state/storage';

/** Thrown where a device can't be had; `name` says why, `what` for what. */
export class DeviceError extends Error {
  constructor(name: string, readonly what: 'microphone' | 'camera' | 'screen') {
    super(name);
    this.name = name;
  }
}

export type Kind = 'microphone' | 'speaker' | 'ringer' | 'camera';

/** What the person chose; empty for the browser's own choice. */
export const chosen = signal<Readonly<Record<Kind, string>>>({
  microphone: read('microphone'), speaker: read('speaker'), ringer: read('ringer'), camera: read('camera'),
});

/** All devices; without names until the permission is given. */
export const devices = signal<readonly MediaDeviceInfo[]>([]);

const KIND_OF: Record<Kind, MediaDeviceKind> = {
  microphone: 'audioinput', speaker: 'audiooutput', ringer: 'audiooutput', camera: 'videoinput',
};

export function ofKind(kind: Kind): MediaDeviceInfo[] {
  return devices.value.filter((each) => each.kind === KIND_OF[kind] && each.deviceId !== '' && each.deviceId !== 'default');
}

export async function refreshDevices(): Promise<void> {
  devices.value = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
}

/** Tells when devices come and go. */
export function watchDevices(then: () => void): void {
  navigator.mediaDevices?.addEventListener('devicechange', () => void refreshDevices().then(then));
  void refreshDevices();
}

export function choose(kind: Kind, deviceId: string): void {
  write(kind, deviceId);
  chosen.value = { ...chosen.value, [kind]: deviceId };
}

/** Whether the browser lets a page choose the loudspeaker. */
export const canChooseSpeaker = typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;

export async function playOn(element: HTMLMediaElement, deviceId: string): Promise<void> {
  if (canChooseSpeaker) {
    await element.setSinkId(deviceId).catch(() => element.setSinkId('').catch(() => undefined));
  }
}

/** The chosen microphone. */
export function openMicrophone(): Promise<MediaStream> {
  return open('microphone', chosen.value.microphone, (device) => ({
    audio: { ...(device ? { deviceId: { exact: device } } : {}), echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  }));
}

/** The chosen camera, alone. */
export function openCamera(): Promise<MediaStream> {
  return open('camera', chosen.value.camera, (device) => ({
    video: { ...(device ? { deviceId: { exact: device } } : { facingMode: 'user' }), width: { ideal: 1280 }, height: { ideal: 720 } },
  }));
}

/** A screen, a window or a tab, as the person picks; null where they changed their mind. */
export async function openScreen(): Promise<MediaStream | null> {
  if (!navigator.mediaDevices?.getDisplayMedia) {
    throw new DeviceError('NotSupportedError', 'screen');
  }
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: true });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'UnknownError';
    if (name === 'NotAllowedError') {
      return null;
    }
    throw new DeviceError(name, 'screen');
  }
}

async function open(
  what: 'microphone' | 'camera',
  deviceId: string,
  wish: (deviceId: string) => MediaStreamConstraints,
): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new DeviceError('InsecureContext', what);
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wish(deviceId));
    void refreshDevices(); // now they have names
    return stream;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'UnknownError';
    if (deviceId && (name === 'OverconstrainedError' || name === 'NotFoundError')) {
      return open(what, '', wish); // it was unplugged: any other will do, and the choice is kept
    }
    throw new DeviceError(name, what);
  }
}
