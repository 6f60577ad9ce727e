import { styleText } from 'node:util'
import type { Finding } from '../../runtime/observe/checks/finding.js'
import type { Diagnosis } from '../../runtime/observe/doctor.js'
import type { Output } from '../terminal.js'

const MARKS = { ok: 'ok', advice: 'advice', unknown: 'unknown', problem: 'PROBLEM' } as const
const COLORS = { ok: 'green', advice: 'yellow', unknown: 'yellow', problem: 'red' } as const

/** Findings under their subjects, in the order in which they came. */
export function describeFindings(findings: readonly Finding[], { color }: Pick<Output, 'color'>): string {
  const subjects = [...new Set(findings.map(({ subject }) => subject))]
  const blocks = subjects.map((subject) => {
    const own = findings.filter((finding) => finding.subject === subject)
    return [subject, ...own.map((finding) => describe(finding, color))].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

function describe({ check, level, found, why, mend }: Finding, color: boolean): string {
  const mark = MARKS[level].padEnd(8)
  const shown = color ? styleText(COLORS[level], mark) : mark
  const details = [why, mend === undefined ? undefined : `mend: ${mend}`].filter((line) => line !== undefined)
  return [`  ${shown}${check.padEnd(19)} ${found}`, ...details.map((line) => `${' '.repeat(10)}${line}`)].join('\n')
}

/** `2 problems, 1 advice, 11 ok` */
export function summarizeFindings({ findings, unreachable }: Diagnosis, entities: number): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length
  const parts = [
    [unreachable.length, 'unreachable'],
    [count('problem'), count('problem') === 1 ? 'problem' : 'problems'],
    [count('unknown'), 'unknown'],
    [count('advice'), 'advice'],
    [count('ok'), 'ok'],
  ] as const
  const summary = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ')
  return entities > 0 ? summary : `${summary}; with --entities your tables are looked at as well`
}
