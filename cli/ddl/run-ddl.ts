import type { InferredOptionTypes } from 'yargs'
import type { Difference, RunQuery } from '../../codegen/introspect/index.js'
import { type EntityModel, poolsOf } from '../../codegen/model/index.js'
import type { MysqlPoolConfig } from '../../runtime/config/engine-config.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { readSources } from '../generate/read-sources.js'
import { showDiagnostics } from '../generate/show-diagnostics.js'
import { mysqlPools, poolNamed, withDatabase } from '../servers/mysql-pools.js'
import type { Terminal } from '../terminal.js'
import { AdditionRefusedError } from './addition-refused-error.js'
import { type Comparison, compare } from './compare.js'
import type { OPTIONS } from './flags.js'
import { statementsOf } from './statements.js'
import { applied, differencesOf, outcome, poolHeading, script } from './wording.js'

type DdlFlags = InferredOptionTypes<typeof OPTIONS>

/** What a database turned out to lack. */
interface PoolReport extends Comparison {
  readonly pool: string
  readonly address: string
  /** Whether the additions were carried out. */
  readonly applied: boolean
}

export async function runDdl(flags: DdlFlags, terminal: Terminal): Promise<ExitCode> {
  const entities = await readModels(flags.schemas, terminal)
  if (entities === undefined) return EXIT.failed
  const byPool = entitiesByPool(entities)
  if (!flags.diff && !flags.apply) {
    print(byPool, flags, terminal)
    return EXIT.fine
  }
  const pools = await mysqlPools(flags.config, terminal)
  const reports: PoolReport[] = []
  for (const [pool, members] of byPool) {
    reports.push(await settle(poolNamed(pool, pools), members, flags, terminal))
  }
  if (flags.json) terminal.stdout.write(`${JSON.stringify({ pools: reports }, null, 2)}\n`)
  return flags.diff && reports.some(differs) ? EXIT.stale : EXIT.fine
}

async function settle(
  config: MysqlPoolConfig,
  entities: readonly EntityModel[],
  flags: DdlFlags,
  terminal: Terminal,
): Promise<PoolReport> {
  const say = (text: string) => {
    if (!flags.json && text !== '') terminal.stdout.write(`${text}\n`)
  }
  return await withDatabase(config, async ({ pool, address, query }) => {
    const comparison = await compare(entities, query)
    const { additions, changes, bookkeeping } = comparison
    say(poolHeading(pool, address))
    if (flags.apply) {
      for (const addition of additions) {
        await add(addition, query)
        say(applied(addition))
      }
      for (const sql of bookkeeping) await query(sql)
    } else say(differencesOf(additions))
    say(differencesOf(changes))
    say(outcome(comparison, flags.apply ? 'applied' : 'compared'))
    return { pool, address, ...comparison, applied: flags.apply }
  })
}

async function add(addition: Difference, query: RunQuery): Promise<void> {
  for (const sql of addition.sql) {
    try {
      await query(sql)
    } catch (cause) {
      throw new AdditionRefusedError(addition, sql, cause as Error)
    }
  }
}

const differs = ({ additions, changes, applied }: PoolReport) =>
  changes.length > 0 || (additions.length > 0 && !applied)

function print(byPool: ReadonlyMap<string, readonly EntityModel[]>, flags: DdlFlags, terminal: Terminal): void {
  const pools = [...byPool].map(([pool, entities]) => ({ pool, statements: statementsOf(entities) }))
  terminal.stdout.write(flags.json ? `${JSON.stringify({ pools }, null, 2)}\n` : script(pools))
}

/** Undefined, and shown, where the schemas have errors. */
async function readModels(schemas: string, terminal: Terminal): Promise<readonly EntityModel[] | undefined> {
  const sources = readSources(schemas, terminal.cwd)
  const { readEntities } = await import('../../codegen/generate.js')
  const { entities, diagnostics } = readEntities(sources)
  await showDiagnostics(diagnostics, sources, terminal)
  return diagnostics.some(({ severity }) => severity === 'error') ? undefined : entities
}

function entitiesByPool(entities: readonly EntityModel[]): ReadonlyMap<string, readonly EntityModel[]> {
  const pools = new Map<string, EntityModel[]>()
  for (const entity of entities) {
    for (const pool of poolsOf(entity)) pools.set(pool, [...(pools.get(pool) ?? []), entity])
  }
  return pools
}
