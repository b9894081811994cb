/**
 * A real table that becomes a list of cards where there is no room. The roles are written out
 * because browsers forget them when CSS takes a table apart.
 */
import type { ComponentChildren } from 'preact'

export interface Column {
  readonly label: string
  /** The column that names its row. */
  readonly isRowHeader?: boolean
  readonly isNumber?: boolean
}

export interface Row {
  readonly key: string
  readonly cells: readonly ComponentChildren[]
}

export function DataTable(props: {
  caption: string
  isCaptionShown?: boolean
  columns: readonly Column[]
  rows: readonly Row[]
}) {
  return (
    <table class="table" role="table">
      <caption class={props.isCaptionShown === true ? '' : 'visually-hidden'}>{props.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {props.columns.map((column) => (
            <th key={column.label} role="columnheader" scope="col" class={column.isNumber ? 'number' : undefined}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <tr key={row.key} role="row">
            {props.columns.map((column, index) => (
              <Cell key={column.label} column={column}>
                {row.cells[index]}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell(props: { column: Column; children: ComponentChildren }) {
  const { column } = props
  if (column.isRowHeader) {
    return (
      <th role="rowheader" scope="row">
        {props.children}
      </th>
    )
  }
  // The label in the card is for the eye; the column's header is what is heard.
  return (
    <td role="cell" class={column.isNumber ? 'number' : undefined}>
      <span class="card-label" aria-hidden="true">
        {column.label}
      </span>
      <span class="card-value">{props.children}</span>
    </td>
  )
}
