import { diagnostic } from '../../diagnostics/index.js'
import { didYouMean } from '../did-you-mean.js'
import type { Report, Rule, Subject } from '../draft.js'
import { keyRanges, type PlacedKey } from '../key-ranges.js'

/** Secondary keys name declared properties, each once, and no two are the same. */
export const keys: Rule = (subject, report) => {
  checkProperties(subject, report)
  const names = new Map<string, PlacedKey>()
  const contents = new Set<string>()
  for (const key of keyRanges(subject)) {
    const { model, kind, range } = key
    const name = model.name.toLowerCase()
    const content = `${kind}:${model.properties.join()}`
    if (name === 'primary') {
      report(diagnostic('ORM1014', range, `key "${model.name}" has the name of the primary key`, 'choose another name'))
    }
    if (contents.has(content)) {
      report(diagnostic('ORM1035', range, `${kind} key over ${list(model.properties)} is declared twice`, 'drop one'))
    } else if (names.has(name)) {
      report(diagnostic('ORM1035', range, `two keys have the name "${model.name}"`, 'give one of them another name'))
    }
    names.set(name, key)
    contents.add(content)
  }
}

function checkProperties({ draft }: Subject, report: Report): void {
  const declared = draft.parsed.columns.map(({ property }) => property)
  for (const key of [...draft.options.uniques, ...draft.options.indexes]) {
    const seen = new Set<string>()
    for (const { name, value } of key.properties) {
      if (!declared.includes(name)) {
        const reference = draft.columns.find((column) => column.reference && `${column.parsed.property}Id` === name)
        const hint = reference
          ? `name the reference itself: "${reference.parsed.property}"`
          : didYouMean(name, declared, `properties: ${declared.join(', ')}`)
        report(diagnostic('ORM1020', value.range, `entity "${draft.parsed.name}" has no property "${name}"`, hint))
      } else if (seen.has(name)) {
        report(diagnostic('ORM1035', value.range, `the key names "${name}" twice`, 'name each property once'))
      }
      seen.add(name)
    }
  }
}

const list = (properties: readonly string[]) => properties.map((property) => `"${property}"`).join(', ')
