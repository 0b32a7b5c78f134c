// What went wrong, or happened besides, in words on top of the page.
import { DeviceError } from '../audio/devices';
import type { Transferred } from '../calls/talk';
import { callFailure, deviceFailure, type CallEnd } from '../words/failures';
import { t } from '../words/index';
import type { Call } from './calls';
import { dialled, notice } from './stage';

/** Something that the person wanted did not work. */
export function failed(error: unknown): void {
  notice.value =
    error instanceof DeviceError
      ? deviceFailure(error.name, error.what)
      : error instanceof Error && error.message === 'address'
        ? t('badAddress', { name: dialled.value })
        : t('failOther', { why: error instanceof Error ? error.message : String(error) });
}

/** A call is over: who missed it, or why it did not come about. */
export function tellEnd(call: Call, end: CallEnd, missed: boolean, elsewhere: boolean): void {
  if (call.incoming && call.stage === 'ringing') {
    notice.value = elsewhere ? t('elsewhere') : missed ? t('missedFrom', { name: call.peer }) : '';
  } else if (!call.transferTo) {
    notice.value = callFailure(end, call.peer);
  }
}

export function tellTransfer(call: Call, how: Transferred): void {
  if (how !== 'trying') {
    notice.value = t(how === 'done' ? 'transferred' : 'transferFailed', { name: call.peer, to: call.transferTo });
  }
}
