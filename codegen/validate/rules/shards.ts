import { diagnostic } from '../../diagnostics/index.js'
import { SHARD_SLOTS } from '../../model/index.js'
import type { ColumnDraft, Report, Rule, ShardsDraft } from '../draft.js'
import { keyRanges } from '../key-ranges.js'

/** Kinds of which one value has one text, in MySQL as here. */
const HASHED_KINDS: ReadonlySet<string | undefined> = new Set([
  'tinyint',
  'smallint',
  'mediumint',
  'int',
  'bigint',
  'uuid',
])

/** A sharded table: its key decides for the whole life of a row, every slot has one pool, and no key spans shards. */
export const shards: Rule = (subject, report) => {
  const { draft, model } = subject
  const { shards: written } = draft.options
  if (written === undefined) return
  const column = draft.columns.find(({ parsed }) => parsed.property === written.key.value)
  const fault = keyFault(column, model.columns.find(({ property }) => property === model.shards?.key)?.type.kind)
  if (fault !== undefined) {
    const hint = 'write for example tenantId: bigint().unsigned().primary() beside id: uuid().primary()'
    report(diagnostic('ORM1090', written.key.range, `shard key "${written.key.value}" ${fault}`, hint))
    return
  }
  checkSlots(written, report)
  for (const { model: key, kind, range } of keyRanges(subject)) {
    if (kind !== 'unique' || key.properties.includes(model.shards?.key ?? '')) continue
    const message = `unique key "${key.name}" does not hold the shard key "${written.key.value}"`
    report(
      diagnostic(
        'ORM1092',
        range,
        message,
        `add "${written.key.value}" to the key: each shard sees its own rows alone`,
      ),
    )
  }
}

function keyFault(column: ColumnDraft | undefined, kind: string | undefined): string | undefined {
  if (column === undefined) return 'is no column of the entity'
  if (!column.primary) return 'is not part of the primary key'
  if (column.id !== undefined && column.id !== 'uuid') return 'is not known before the row has its place'
  if (kind !== undefined && !HASHED_KINDS.has(kind)) return `is a ${kind}: only integers and UUIDs have one text each`
  return undefined
}

function checkSlots({ slots, range }: ShardsDraft, report: Report): void {
  const owners = new Map<number, string>()
  for (const { pool, ranges, member } of slots) {
    for (const [first, last] of ranges) {
      if (first > last || last >= SHARD_SLOTS) {
        const message = `"${first}-${last}" is no range of the slots 0 to ${SHARD_SLOTS - 1}`
        report(diagnostic('ORM1091', member.value.range, message, 'write the lower slot first'))
        return
      }
      for (let slot = first; slot <= last; slot++) {
        const owner = owners.get(slot)
        if (owner !== undefined) {
          const message = `slot ${slot} of pool "${pool}" belongs to pool "${owner}" already`
          report(diagnostic('ORM1091', member.value.range, message, 'give each slot to one pool'))
          return
        }
        owners.set(slot, pool)
      }
    }
  }
  if (owners.size === SHARD_SLOTS) return
  const missing = Array.from({ length: SHARD_SLOTS }, (_, slot) => slot).find((slot) => !owners.has(slot))
  report(
    diagnostic('ORM1091', range, `slot ${missing} has no pool`, `share out all slots from 0 to ${SHARD_SLOTS - 1}`),
  )
}
