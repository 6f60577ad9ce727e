import { diagnostic } from '../../diagnostics/index.js'
import type { ParsedMember } from '../../read/index.js'
import type { Rule } from '../draft.js'

/** Charset and collation belong together; a narrow charset is worth a warning. */
export const charset: Rule = ({ draft, model }, report) => {
  const { options } = draft.parsed
  const members: readonly ParsedMember[] = options?.kind === 'object' ? options.members : []
  const rangeOf = (name: string) => members.find((member) => member.name === name)?.value.range ?? draft.parsed.range
  if (model.collation !== undefined && !belongs(model.collation, model.charset)) {
    const message = `collation "${model.collation}" does not belong to charset "${model.charset}"`
    const hint = `choose one that starts with ${model.charset}_, or name its charset`
    report(diagnostic('ORM1072', rangeOf('collation'), message, hint))
  }
  if (model.charset !== 'utf8mb4') {
    const message = `charset "${model.charset}" cannot hold every character`
    const hint =
      'use utf8mb4: what utf8mb3, latin1 and ascii lack is refused where it is set, of others only when it is applied'
    report(diagnostic('ORM1073', rangeOf('charset'), message, hint))
  }
}

/** MariaDB's `uca1400_ai_ci` goes with several charsets. */
const belongs = (collation: string, name: string) =>
  collation === name || collation.startsWith(`${name}_`) || collation.startsWith('uca1400_')
