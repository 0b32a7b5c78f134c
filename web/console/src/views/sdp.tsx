// Session descriptions side by side: what came in, what went out, what differs.
import { useSignal } from '@preact/signals';
import { placeOf } from '../ladder';
import { Empty } from '../parts/ask';
import { sideBySide, type Piece } from '../sdp';
import { headline, method, sdp, status } from '../sip';
import type { Traced } from '../types';
import { t } from '../words';

interface Described { name: string; text: string }

export function SdpView(props: { messages: readonly Traced[] }) {
  const all = descriptions(props.messages);
  const left = useSignal(0);
  const right = useSignal(1);
  if (all.length === 0) {
    return <Empty>{t('noSdp')}</Empty>;
  }
  const a = all[left.value] ?? all[0];
  const b = all[right.value] ?? all[all.length - 1];
  const rows = sideBySide(a?.text ?? '', b?.text ?? '');
  const differences = rows.filter((row) => row.mark !== 'same').length;
  return (
    <>
      <div class="filter">
        <Choice label={t('left_')} all={all} at={left.value} onChoose={(index) => { left.value = index; }} />
        <Choice label={t('right_')} all={all} at={Math.min(right.value, all.length - 1)} onChoose={(index) => { right.value = index; }} />
        <p class="hint" role="status">{t('differences', { count: differences })}</p>
      </div>
      <div class="sdp" role="region" aria-label={`${a?.name ?? ''} / ${b?.name ?? ''}`} tabIndex={0} dir="ltr">
        <table>
          <thead><tr><th scope="col">{a?.name}</th><th scope="col">{b?.name}</th></tr></thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index} class={row.mark}>
                <td>{row.mark === 'removed' && <span class="visually-hidden">{t('onlyHere')}: </span>}<Pieces of={row.left} /></td>
                <td>{row.mark === 'added' && <span class="visually-hidden">{t('onlyHere')}: </span>}<Pieces of={row.right} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Pieces(props: { of: Piece[] | null }) {
  return <>{props.of?.map((piece, i) => (piece.changed ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>))}</>;
}

function Choice(props: { label: string; all: Described[]; at: number; onChoose: (index: number) => void }) {
  return (
    <label>
      {props.label}
      <select value={String(props.at)} onChange={(event) => props.onChoose(Number(event.currentTarget.value))} dir="ltr">
        {props.all.map((one, index) => <option key={index} value={String(index)}>{one.name}</option>)}
      </select>
    </label>
  );
}

function descriptions(messages: readonly Traced[]): Described[] {
  const found: Described[] = [];
  messages.forEach((message, index) => {
    const text = sdp(message.text);
    if (text && !found.some((one) => one.text === text)) {
      const answered = status(message.text) ? method(message.text) : ''; // /signal's own answers name none
      const what = answered ? `${headline(message.text)} (${answered})` : headline(message.text);
      const way = message.direction === 'in' ? `← ${placeOf(message)}` : `→ ${placeOf(message)}`;
      found.push({ name: `${index + 1}. ${what} ${way}`, text });
    }
  });
  return found;
}
