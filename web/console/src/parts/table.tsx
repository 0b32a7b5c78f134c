// A table that is a list of cards on a narrow screen; its roles say what it is all the same.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { numeral } from '../../../shared/i18n';
import { t } from '../words';
import { Empty } from './ask';

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
}) {
  const most = useSignal(PAGE);
  if (props.rows.length === 0) {
    return <Empty>{props.empty}</Empty>;
  }
  const left = props.rows.length - most.value;
  const table = (
    <table class="cards" role="table" aria-label={props.label}>
      <thead role="rowgroup">
        <tr role="row">
          {props.columns.map((column) => (
            <th key={column.head} role="columnheader" scope="col" class={column.kind}>
              {column.kind === 'acts' ? <span class="visually-hidden">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
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
      <button type="button" onClick={() => { most.value += 2 * PAGE; }}>{t('showMore', { left: numeral(left) })}</button>
    </>
  );
}
