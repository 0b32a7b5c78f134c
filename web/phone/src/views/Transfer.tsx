// Sends the other side to somebody else.
import { useEffect, useRef } from 'preact/hooks';
import { board } from '../state/board';
import { calls } from '../state/stage';
import { others, type Call } from '../state/calls';
import { contacts } from '../state/contacts';
import { address } from '../state/links';
import { t } from '../words/index';
import { panel } from '../state/panel';

export function Transfer({ call }: { call: Call }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const target = address(field.current?.value ?? '');
    if (target) {
      panel.value = '';
      board.transfer(call.id, target, null);
    } else {
      field.current?.focus();
    }
  };
  const connect = (other: Call) => {
    panel.value = '';
    board.transfer(call.id, other.address, other.id);
  };
  const more = others(calls.value, call.id).filter((other) => other.transfers);
  return (
    <form class="inset" id="transfer-form" aria-labelledby="transfer-title" onSubmit={send}>
      <h3 id="transfer-title">{t('transferTitle', { name: call.peer })}</h3>
      <label>
        {t('transferTo')}
        <input id="transfer-target" ref={field} autocomplete="off" autocapitalize="none" spellcheck={false} dir="auto" required list="known" />
      </label>
      <datalist id="known">{contacts.value.map((each) => <option key={each.address} value={each.address}>{each.name}</option>)}</datalist>
      <div class="row">
        <button type="button" onClick={() => (panel.value = '')}>{t('transferCancel')}</button>
        <button type="submit" class="primary" id="transfer-send">{t('transferNow')}</button>
      </div>
      {more.length > 0 && <p class="hint">{t('transferOr')}</p>}
      {more.map((other) => (
        <button type="button" key={other.id} class="connect" data-peer={other.address} onClick={() => connect(other)}>{t('connectWith', { name: other.peer })}</button>
      ))}
    </form>
  );
}
