import Table from 'cli-table3'
import type { DeadChange } from '../../runtime/database/dead-changes.js'
import type { DeadLetterGroup, DeadLetterRecord } from '../../runtime/database/dead-letter-desk.js'

export interface StreamLetters {
  readonly stream: string
  readonly groups: readonly DeadLetterGroup[]
  readonly letters: readonly DeadLetterRecord[]
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '  ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}
const PLAIN = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }

/** By cause first, then one line a letter. */
export function describeLetters(streams: readonly StreamLetters[], columns: number): string {
  return streams.map((stream) => describeStream(stream, columns)).join('\n')
}

function describeStream({ stream, groups, letters }: StreamLetters, columns: number): string {
  if (groups.length === 0) return `${stream}: no dead letters\n`
  const total = groups.reduce((sum, group) => sum + group.letters, 0)
  const causes = groups.map(({ entity, errorCode, errorName, letters: count }) => [
    String(count),
    entity || '(unreadable)',
    `${errorCode} ${errorName}`,
  ])
  const room = Math.max(20, columns - 62)
  const lines = letters.map((letter) => [
    letter.id,
    letter.diedAt.slice(0, 19),
    `${letter.operation} ${letter.entity}`,
    letter.errorCode,
    letter.parked > 0 ? `${letter.parked} behind` : '',
    letter.mark === 'dead' ? '' : `${letter.mark} asked`,
    shortened(letter.message, room),
  ])
  const more = total > letters.length ? `  ... ${total - letters.length} more: --limit, --entity or --error\n` : ''
  return `${stream}: ${total} dead\n${table(causes)}\n\n${table(lines)}\n${more}`
}

export function describeLetter(letter: DeadLetterRecord): string {
  const rows: [string, string][] = [
    ['unit', letter.eventId],
    ...(letter.trace === undefined ? [] : [['trace', letter.trace] as [string, string]]),
    ['failed at', `${letter.operation} ${letter.entity}`.trim() || 'reading the entry'],
    ['error', `${letter.errorCode} ${letter.errorName}`],
    ['', letter.message],
    ['sql', letter.statement ?? '-'],
    ['queued', `${letter.queuedAt} UTC`],
    ['died', `${letter.diedAt} UTC, after ${letter.attempts} ${letter.attempts === 1 ? 'attempt' : 'attempts'}`],
    ['parked', letter.parked === 0 ? 'nothing behind it' : `${letter.parked} later units of the same rows`],
    ...(letter.mark === 'dead'
      ? []
      : [['asked', `${letter.mark}: the running consumer carries it out`] as [string, string]]),
    ...(letter.changes ?? []).map((change, index): [string, string] => [`event ${index + 1}`, describeChange(change)]),
    ...(letter.unreadable === undefined ? [] : [['entry', letter.unreadable] as [string, string]]),
  ]
  return [`dead letter ${letter.id}`, ...rows.map(([label, text]) => `  ${label.padEnd(10)} ${printable(text)}`)].join(
    '\n',
  )
}

export function describeMarked(action: 'retry' | 'force' | 'discard', marked: number): string {
  if (marked === 0) return 'Nothing to do: none of them is dead, or it has been asked before.\n'
  const what = `${marked} ${marked === 1 ? 'dead letter' : 'dead letters'}`
  const then = action === 'discard' ? 'drops them' : 'applies them again'
  return `${what} marked; the running consumer ${then}, with what is parked behind, in order.\n`
}

function describeChange({ operation, entity, key, set, add }: DeadChange): string {
  const added = Object.entries(add).map(([name, amount]) => `${name} + ${JSON.stringify(amount)}`)
  const written = Object.entries(set).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  const found = Object.entries(key).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return [`${operation} ${entity}`, found.join(' '), [...written, ...added].join(', ')].filter(Boolean).join('  ')
}

function table(rows: readonly (readonly string[])[]): string {
  const grid = new Table({ chars: NO_BORDERS, style: PLAIN })
  grid.push(...rows.map((row) => [...row]))
  return grid.toString().replaceAll(/ +$/gm, '')
}

/** What stands in a column, or in a message that quotes it, must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(
    /[^\P{Cc}\n\t]/gu,
    (character) => `\\x${character.codePointAt(0)!.toString(16).padStart(2, '0')}`,
  )
}

function shortened(text: string, length: number): string {
  const line = printable(text).replaceAll(/\s+/g, ' ')
  return line.length <= length ? line : `${line.slice(0, length - 3)}...`
}
