// Two session descriptions side by side.
import { diffArrays, diffWordsWithSpace } from 'diff';

export interface Piece { text: string; changed: boolean }
export interface Row {
  left: Piece[] | null;
  right: Piece[] | null;
  mark: 'same' | 'changed' | 'removed' | 'added';
}

/** Rows of both, aligned: lines of the same kind that differ stand beside each other. */
export function sideBySide(before: string, after: string): Row[] {
  const rows: Row[] = [];
  let removed: string[] = [];
  for (const change of diffArrays(lines(before), lines(after))) {
    if (change.removed) {
      removed.push(...change.value);
    } else if (change.added) {
      rows.push(...paired(removed, change.value));
      removed = [];
    } else {
      rows.push(...paired(removed, []));
      removed = [];
      rows.push(...change.value.map((text): Row => ({ left: plain(text), right: plain(text), mark: 'same' })));
    }
  }
  rows.push(...paired(removed, []));
  return rows;
}

function lines(text: string): string[] {
  return text === '' ? [] : text.split(/\r?\n/);
}

function plain(text: string): Piece[] {
  return [{ text, changed: false }];
}

/** `a=rtpmap:` of `a=rtpmap:0 PCMU/8000`, `m=` of `m=audio …`: only such lines are compared. */
function keyOf(line: string): string {
  return /^a=[^:\s]+:?|^\w=/.exec(line)?.[0] ?? line;
}

function paired(removed: readonly string[], added: readonly string[]): Row[] {
  const rows: Row[] = [];
  const left = [...removed];
  for (const line of added) {
    const at = left.findIndex((other) => keyOf(other) === keyOf(line));
    if (at < 0) {
      rows.push({ left: null, right: plain(line), mark: 'added' });
      continue;
    }
    // What stands before it on the left has no like on the right.
    left.splice(0, at).forEach((other) => rows.push({ left: plain(other), right: null, mark: 'removed' }));
    rows.push(changed(left.shift() ?? '', line));
  }
  left.forEach((other) => rows.push({ left: plain(other), right: null, mark: 'removed' }));
  return rows;
}

function changed(before: string, after: string): Row {
  const left: Piece[] = [];
  const right: Piece[] = [];
  for (const part of diffWordsWithSpace(before, after)) {
    if (!part.added) {
      left.push({ text: part.value, changed: part.removed });
    }
    if (!part.removed) {
      right.push({ text: part.value, changed: part.added });
    }
  }
  return { left, right, mark: 'changed' };
}
