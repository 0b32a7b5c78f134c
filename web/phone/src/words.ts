// What the page says when something does not work: each line names the cause and, where there is
// one, the cure.

/** Why a call ended or never began, as the signalling told it. */
export interface CallEnd {
  /** JsSIP's cause, `Busy`, `No Answer`. */
  readonly cause: string;
  /** The SIP status code, or 0 where no response was involved. */
  readonly status: number;
  /** The text of a Warning or Reason header field, or empty. */
  readonly why: string;
}

/** The sentence for a call that failed; empty where nothing needs to be said. */
export function callFailure(end: CallEnd, peer: string): string {
  switch (end.status) {
    case 404:
    case 604:
      return `There is no ${peer} here. Check the name or number.`;
    case 408:
      return `${peer} did not answer.`;
    case 403:
      return 'The server does not allow this call.';
    case 480:
    case 410:
    case 430:
      return `${peer} is offline: no phone is signed in under that name.`;
    case 486:
    case 600:
      return `${peer} is busy.`;
    case 603:
      return `${peer} declined the call.`;
    case 487:
      return '';
    case 488:
    case 606:
      return `No sound format suits both phones${end.why ? `: ${end.why}` : '.'}`;
    case 503:
      return `The server takes no call right now${end.why ? `: ${end.why}` : '. Try again in a moment.'}`;
    default:
      break;
  }
  switch (end.cause) {
    case 'Canceled':
    case 'Terminated':
      return '';
    case 'No Answer':
    case 'Expires':
    case 'Request Timeout':
      return `${peer} did not answer.`;
    case 'Connection Error':
      return 'The connection to the server was lost, and the call with it.';
    case 'User Denied Media Access':
      return microphoneFailure('NotAllowedError');
    case 'Authentication Error':
      return 'The server refused the call: sign in again.';
    case 'RTP Timeout':
      return 'The call ended because no sound came any more.';
    default:
      return end.status
        ? `The call failed: ${end.status} ${end.why || end.cause}.`
        : `The call failed: ${end.cause}.`;
  }
}

/** The sentence for a sign-in that failed. */
export function signInFailure(status: number, cause: string): string {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return 'Wrong name or password. After several wrong tries the server makes you wait.';
    case 404:
      return 'The server does not know this name.';
    case 423:
    case 503:
      return 'The server is busy. Try again in a moment.';
    default:
      break;
  }
  if (cause === 'Authentication Error') {
    return signInFailure(401, '');
  }
  if (cause === 'Connection Error' || cause === 'Request Timeout') {
    return 'The server does not answer. Check the network.';
  }
  return `Could not sign in: ${status || ''} ${cause}`.trim() + '.';
}

/** The sentence for a microphone that can't be had; `name` is the DOMException's name. */
export function microphoneFailure(name: string): string {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'The browser has no permission to use the microphone. Allow it beside the address, then call again.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No microphone was found. Plug one in, then call again.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The microphone is in use by another program. Close that, then call again.';
    case 'InsecureContext':
      return 'Browsers give the microphone only to https pages. Open this page by https.';
    default:
      return `The microphone could not be opened (${name}).`;
  }
}

/** `0:07`, `12:34`, `1:02:03`. */
export function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
