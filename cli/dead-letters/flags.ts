import { CONFIG_OPTION } from '../config-flag.js'

export const ACTIONS = ['list', 'show', 'retry', 'force', 'discard'] as const
export type Action = (typeof ACTIONS)[number]

export const OPTIONS = {
  ...CONFIG_OPTION,
  stream: { type: 'string', describe: 'The stream; needed for ids where there is more than one' },
  entity: { type: 'string', describe: 'Only those that failed at this entity' },
  error: { type: 'string', describe: 'Only those with this error: 1062, ORM2303' },
  all: { type: 'boolean', describe: 'Every dead letter of the stream', default: false },
  limit: { type: 'number', describe: 'How many to list', default: 50 },
  json: { type: 'boolean', describe: 'Facts as data', default: false },
} as const

export interface DeadLettersFlags {
  readonly config: string | undefined
  readonly stream: string | undefined
  readonly entity: string | undefined
  readonly error: string | undefined
  readonly all: boolean
  readonly limit: number
  readonly json: boolean
}
