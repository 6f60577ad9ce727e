import type { EngineConfig, StreamConfig } from '../../config/engine-config.js'
import { DatabaseUnreachableError } from '../../database/database-unreachable-error.js'
import { DeadLetterDesk, type DeadLetterFilter } from '../../database/dead-letter-desk.js'
import { SqlPool } from '../../database/pool.js'
import { mysqlErrorFacts } from '../../database/sql-error.js'
import { Refusal } from './refusal.js'

const PAGE = 50
const MAX_PAGE = 200
const MAX_IDS = 1_000
const NO_SUCH_TABLE = 1146
const ACTIONS = ['retry', 'force', 'discard'] as const
export type DeadLetterAction = (typeof ACTIONS)[number]

export function isAction(name: string): name is DeadLetterAction {
  return (ACTIONS as readonly string[]).includes(name)
}

/** The dead letters of every stream, as the page asks for them. */
export class DeadLetterDesks {
  readonly #streams: readonly StreamConfig[]
  readonly #pools: ReadonlyMap<string, SqlPool>

  constructor({ mysqlPools, settings }: EngineConfig, streams: readonly StreamConfig[]) {
    const { connectMs, queryMs } = settings.deadlines
    this.#streams = streams
    this.#pools = new Map(
      Object.entries(mysqlPools).map(([name, pool]) => [name, new SqlPool(pool, { connectMs, queryMs, size: 2 })]),
    )
  }

  groups(query: URLSearchParams): Promise<object> {
    return this.#ask(query.get('stream'), async (desk) => ({ groups: await desk.groups() }), { groups: [] })
  }

  /** A page, from after the number `after`. `next` is null at the end. */
  list(query: URLSearchParams): Promise<object> {
    const size = Math.min(MAX_PAGE, Math.max(1, Number(query.get('limit') ?? PAGE) || PAGE))
    const after = query.get('after') ?? '0'
    assertNumbers([after], /^\d{1,20}$/)
    const filter = filterOf({ entity: query.get('entity') ?? undefined, errorCode: query.get('error') ?? undefined })
    return this.#ask(
      query.get('stream'),
      async (desk) => {
        const letters = await desk.list(filter, size + 1, after)
        const page = letters.slice(0, size)
        return { letters: page, next: letters.length > size ? page.at(-1)!.id : null }
      },
      { letters: [], next: null },
    )
  }

  /** One letter, with what waits behind it. */
  async one(id: string, query: URLSearchParams): Promise<object> {
    assertNumbers([id])
    return this.#ask(query.get('stream'), async (desk) => {
      const [letter] = await desk.list({ ids: [id] }, 1)
      if (letter === undefined) throw new Refusal(404, `There is no dead letter ${id} any more`)
      return { letter, behind: await desk.behind(id) }
    })
  }

  /** `body` names the stream and which letters: `ids`, `entity` and `errorCode`, or `all`; with `throughId` none that died since that one. Resolves with how many were marked. */
  async mark(action: DeadLetterAction, body: unknown): Promise<object> {
    const { stream, filter } = readMark(body)
    return this.#ask(stream, async (desk) => ({ marked: await desk[action](filter) }))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()))
  }

  /** `empty` is the answer where there are no bookkeeping tables yet. */
  async #ask<T extends object>(
    key: string | null,
    work: (desk: DeadLetterDesk) => Promise<T>,
    empty?: T,
  ): Promise<object> {
    const stream = this.#streams.find((candidate) => candidate.key === key)
    if (stream === undefined) throw new Refusal(404, 'There is no such stream')
    const pool = this.#pools.get(stream.mysqlPool)!
    try {
      return await work(new DeadLetterDesk(pool, stream.key))
    } catch (cause) {
      if (cause instanceof Refusal) throw cause
      if (empty !== undefined && mysqlErrorFacts(cause).errno === NO_SUCH_TABLE) return empty
      throw new DatabaseUnreachableError(pool.config, cause as Error)
    }
  }
}

interface Mark {
  readonly stream: string
  readonly filter: DeadLetterFilter
}

function readMark(body: unknown): Mark {
  const { stream, ids, entity, errorCode, all, throughId } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as Record<string, unknown>
  if (typeof stream !== 'string') throw new Refusal(400, 'The body must name the stream')
  if (ids !== undefined) {
    if (!Array.isArray(ids) || ids.length > MAX_IDS || !ids.every((id) => typeof id === 'string')) {
      throw new Refusal(400, `ids must be a list of at most ${MAX_IDS} numbers in quotes`)
    }
    assertNumbers(ids)
    return { stream, filter: { ids } }
  }
  const bound = throughId === undefined ? {} : { throughId: String(throughId) }
  if (bound.throughId !== undefined) assertNumbers([bound.throughId])
  if (typeof entity === 'string' && typeof errorCode === 'string')
    return { stream, filter: { entity, errorCode, ...bound } }
  if (all === true) return { stream, filter: bound }
  throw new Refusal(400, 'The body must say which dead letters: ids, entity and errorCode, or all')
}

function filterOf({
  entity,
  errorCode,
}: {
  entity: string | undefined
  errorCode: string | undefined
}): DeadLetterFilter {
  return { ...(entity !== undefined && { entity }), ...(errorCode !== undefined && { errorCode }) }
}

function assertNumbers(ids: readonly string[], form = /^[1-9]\d{0,19}$/): void {
  if (!ids.every((id) => form.test(id))) throw new Refusal(400, 'That is no number of a dead letter')
}
