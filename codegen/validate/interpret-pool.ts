import { diagnostic } from '../diagnostics/index.js'
import type { SlotRange } from '../model/index.js'
import type { ParsedMember } from '../read/index.js'
import type { OptionsDraft, Report, ShardsDraft } from './draft.js'

const FORM = "pool: 'name' or pool: shardBy('tenantId', { first: '0-511', second: '512-1023' })"

/** The pool that is named, or those that `shardBy` spreads the table over. Reports any other form. */
export function interpretPool(
  { name, value }: ParsedMember,
  report: Report,
): Pick<OptionsDraft, 'pool' | 'shards'> | undefined {
  if (value.kind === 'string' && value.value !== '') return { pool: value.value }
  if (value.kind === 'unreadable') return undefined
  const [key, slots, ...rest] = value.kind === 'call' ? value.args : []
  if (key?.kind === 'unreadable' || slots?.kind === 'unreadable') return undefined
  const members = slots?.kind === 'object' ? slots.members : []
  const [first] = members
  if (key?.kind !== 'string' || first === undefined || rest.length > 0) {
    report(diagnostic('ORM1007', value.range, `wrong value for option "${name}"`, `write ${FORM}`))
    return undefined
  }
  const read = members.map((member) => readSlots(member, report))
  if (!read.every((one) => one !== undefined)) return undefined
  return { pool: first.name, shards: { range: value.range, key, slots: read } }
}

function readSlots(member: ParsedMember, report: Report): ShardsDraft['slots'][number] | undefined {
  const { name: pool, value } = member
  if (value.kind === 'unreadable') return undefined
  const ranges = value.kind === 'string' ? readRanges(value.value) : undefined
  if (ranges !== undefined) return { pool, ranges, member }
  const message = `not the slots of pool "${pool}"`
  report(diagnostic('ORM1007', value.range, message, "write '0-511', or '0-255, 768-1023' for several ranges"))
  return undefined
}

/** `0-255, 768-1023, 1000`: ranges and single slots. */
function readRanges(text: string): readonly SlotRange[] | undefined {
  const ranges = text.split(',').map((part): SlotRange | undefined => {
    const [, first, last = first] = /^\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*$/.exec(part) ?? []
    return first === undefined ? undefined : [Number(first), Number(last)]
  })
  return ranges.every((range) => range !== undefined) ? ranges : undefined
}
