// The twelve keys.
import { t } from '../words/index';

const KEYS = [
  ['1', ''], ['2', 'ABC'], ['3', 'DEF'], ['4', 'GHI'], ['5', 'JKL'], ['6', 'MNO'],
  ['7', 'PQRS'], ['8', 'TUV'], ['9', 'WXYZ'], ['*', ''], ['0', '+'], ['#', ''],
] as const;

export function Pad({ id, label, pressed }: { id: string; label: string; pressed: (digit: string) => void }) {
  return (
    <div class="pad" id={id} role="group" aria-label={label} dir="ltr">
      {KEYS.map(([digit, letters]) => (
        <button
          type="button"
          key={digit}
          data-key={digit}
          aria-label={digit === '*' ? t('star') : digit === '#' ? t('hash') : digit}
          onClick={() => pressed(digit)}
        >
          {digit}
          <small>{letters}</small>
        </button>
      ))}
    </div>
  );
}
