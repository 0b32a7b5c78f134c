// What the page says when something does not work: each sentence names the cause and, where there
// is one, the cure.
import { t } from './index';

/** Where a call found no page, and nothing but pages was wanted. */
export const NO_PAGE = 'no page';
/** What `why` says of somebody who is not to be disturbed. */
export const QUIET = 'Do Not Disturb';

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
export function callFailure(end: CallEnd, name: string): string {
  const { status, cause, why } = end;
  switch (status) {
    case 404:
    case 604:
      return t('fail404', { name });
    case 408:
      return t('fail408', { name });
    case 403:
      return t('fail403');
    case 480:
    case 410:
    case 430:
      return t(why === NO_PAGE ? 'failDirect' : 'fail480', { name });
    case 486:
    case 600:
      return t(why === QUIET ? 'failQuiet' : 'fail486', { name });
    case 603:
      return t('fail603', { name });
    case 487:
      return '';
    case 488:
    case 606:
      return why ? t('fail488Why', { why }) : t('fail488');
    case 503:
      return why ? t('fail503Why', { why }) : t('fail503');
    default:
      break;
  }
  switch (cause) {
    case 'Canceled':
    case 'Terminated':
      return '';
    case 'No Answer':
    case 'Expires':
    case 'Request Timeout':
      return t('fail408', { name });
    case 'Connection Error':
      return t('failConnection');
    case 'User Denied Media Access':
      return deviceFailure('NotAllowedError', 'microphone');
    case 'Authentication Error':
      return t('failAuthentication');
    case 'RTP Timeout':
      return t('failSilent');
    default:
      return t('failOther', { why: status ? `${status} ${why || cause}` : cause });
  }
}

/** The sentence for a sign-in that failed. */
export function signInFailure(status: number, cause: string): string {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return t('signInWrong');
    case 404:
      return t('signInUnknown');
    case 423:
    case 429:
    case 503:
      return t('signInBusy');
    default:
      break;
  }
  if (cause === 'Authentication Error') {
    return t('signInWrong');
  }
  if (cause === 'Connection Error' || cause === 'Request Timeout') {
    return t('signInNetwork');
  }
  return t('signInOther', { why: `${status || ''} ${cause}`.trim() });
}

/** The sentence for a device that can't be had; `name` is the DOMException's name. */
export function deviceFailure(name: string, what: 'microphone' | 'camera' | 'screen'): string {
  if (what === 'screen') {
    return t('screenOther', { why: name });
  }
  const camera = what === 'camera';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return t(camera ? 'camDenied' : 'micDenied');
    case 'NotFoundError':
    case 'OverconstrainedError':
      return t(camera ? 'camMissing' : 'micMissing');
    case 'NotReadableError':
    case 'AbortError':
      return t(camera ? 'camUsed' : 'micUsed');
    case 'InsecureContext':
      return t('micInsecure');
    default:
      return t(camera ? 'camOther' : 'micOther', { why: name });
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
