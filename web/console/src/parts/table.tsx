// A table that is a list of cards on a narrow screen; its roles say what it is all the same.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { numeral } from '../../../shared/i18n';
import { t } from '../words';
import { Empty } from './ask';
import { useFocusKept } from './focus';

/** Rows at once: thousands would hold the page up each time one of them changes. */
const PAGE = 100;

export interface Column<T> {
  head: string;
  cell: (row: T) => ComponentChildren;
  /** `num` is set right; `main` is a card's first line; `acts` has no label on a card. */
  kind?: 'num' | 'main' | 'acts';
}

export function Table<T>(props: {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  id: (row: T) => string;
  empty: string;
  /** How many more the node has, and how they are asked for once these are all shown. */
  beyond?: { left: number; more: () => void };
}) {
  const most = useSignal(PAGE);
  const body = useRef<HTMLTableSectionElement>(null);
  const held = useFocusKept(() => [...(body.current?.rows ?? [])]);
  if (props.rows.length === 0) {
    return <Empty>{props.empty}</Empty>;
  }
  const left = Math.max(0, props.rows.length - most.value) + (props.beyond?.left ?? 0);
  const more = () => {
    most.value += 2 * PAGE;
    if (most.value > props.rows.length) {
      props.beyond?.more();
    }
  };
  const table = (
    <table class="cards" role="table" aria-label={props.label} onFocusIn={held}>
      <thead role="rowgroup">
        <tr role="row">
          {props.columns.map((column) => (
            <th key={column.head} role="columnheader" scope="col" class={column.kind}>
              {column.kind === 'acts' ? <span class="visually-hidden">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {props.rows.slice(0, most.value).map((row) => (
          <tr role="row" key={props.id(row)}>
            {props.columns.map((column) => (
              <td key={column.head} role="cell" class={column.kind} data-label={column.head}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  return left <= 0 ? table : (
    <>
      {table}
      <button type="button" onFocus={held} onClick={more}>{t('showMore', { left: numeral(left) })}</button>
    </>
  );
}
