const FIELDS = 29
const COLUMN_SETS = 300
const STRIDE = 7_919

type Cell = string | number | null

/** Names of the properties; the columns are called the same. */
export const WIDE_COLUMNS = ['id', ...Array.from({ length: FIELDS }, (_, index) => `field${index + 1}`)] as const

export interface WideUpdate {
  readonly row: number
  /** Which columns, and what they become, as MySQL writes it. */
  readonly changes: readonly (readonly [field: number, value: Cell])[]
}

/** The n-th of a series of changes over `rows` records: one to four columns each, in three hundred combinations. */
export function wideUpdate(event: number, rows: number): WideUpdate {
  const set = (event * 31) % COLUMN_SETS
  const fields = new Set(
    Array.from({ length: 1 + (set % 4) }, (_, place) => (set * (place * 2 + 1) + place * 11) % FIELDS),
  )
  return {
    row: ((event * STRIDE) % rows) + 1,
    changes: [...fields].map((index) => [index + 1, wideValue(index + 1, event)]),
  }
}

/** As the schema has the columns: text, a number, a decimal, text, a time, and so on. */
export function wideValue(field: number, event: number): Cell {
  switch ((field - 1) % 5) {
    case 0:
      return `text ${event}`
    case 1:
      return event
    case 2:
      return `${event % 1_000_000}.25`
    case 3:
      return `longer text ${event} of field ${field}`
    default:
      return `2024-01-02 03:04:${String(event % 60).padStart(2, '0')}.${String(event % 1_000).padStart(3, '0')}`
  }
}

export function wideRow(id: number): readonly Cell[] {
  return [id, ...Array.from({ length: FIELDS }, (_, index) => wideValue(index + 1, id))]
}

/** `rows` records as `events` changes in order leave them. */
export function updatedRecords(events: number, rows: number): readonly (readonly Cell[])[] {
  const records = Array.from({ length: rows }, (_, index) => [...wideRow(index + 1)])
  for (let event = 0; event < events; event++) {
    const { row, changes } = wideUpdate(event, rows)
    for (const [field, value] of changes) records[row - 1]![field] = value
  }
  return records
}
