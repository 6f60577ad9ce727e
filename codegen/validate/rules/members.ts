import { diagnostic } from '../../diagnostics/index.js'
import type { EntityModel } from '../../model/index.js'
import type { Rule } from '../draft.js'

const MAX_ENUM_MEMBERS = 65_535
const MAX_SET_MEMBERS = 64
const MAX_MEMBER_LENGTH = 255

/** The members of enums and sets are such that MySQL keeps them apart and as they are written. */
export const members: Rule = ({ model, columns }, report) => {
  for (const { property, type } of model.columns) {
    if (type.kind !== 'enum' && type.kind !== 'set') continue
    const call = columns.get(property)?.parsed.builder
    if (call === undefined || columns.get(property)?.reference !== undefined) continue
    const max = type.kind === 'enum' ? MAX_ENUM_MEMBERS : MAX_SET_MEMBERS
    if (type.values.length > max) {
      const message = `"${property}" has ${type.values.length} members`
      report(
        diagnostic(
          'ORM1052',
          call.range,
          message,
          `MySQL allows ${max} in ${type.kind === 'enum' ? 'an enum' : 'a set'}`,
        ),
      )
    }
    const seen = new Map<string, string>()
    type.values.forEach((member, index) => {
      const folded = fold(member, model)
      const rival = seen.get(folded)
      const fault = memberFault(member, type.kind) ?? (rival === undefined ? undefined : sameAs(rival, member))
      seen.set(folded, member)
      if (fault === undefined) return
      const range = call.args[index]?.range ?? call.range
      report(diagnostic('ORM1052', range, `member '${member}' of "${property}" ${fault}`, 'change or drop the member'))
    })
  }
}

function memberFault(member: string, kind: 'enum' | 'set'): string | undefined {
  if (member === '') return 'is empty, which MySQL uses for values that it refused'
  if (member.endsWith(' ')) return 'ends with a space, which MySQL drops'
  if ([...member].length > MAX_MEMBER_LENGTH) return `is longer than ${MAX_MEMBER_LENGTH} characters`
  return kind === 'set' && member.includes(',') ? 'holds a comma, which parts the members of a set' : undefined
}

const sameAs = (rival: string, member: string) =>
  rival === member ? 'is written twice' : `is the same as '${rival}' to the collation`

/** Collations leave case and accents out, unless they are binary. */
function fold(member: string, { collation }: EntityModel): string {
  if (collation?.endsWith('_bin')) return member
  return member.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
