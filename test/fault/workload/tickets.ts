import { resolveConfig } from '../../../runtime/config/resolve-config.js'
import { SqlPool } from '../../../runtime/database/pool.js'
import { MysqlSequences } from '../../../runtime/database/sequence.js'
import { IdSupply } from '../../../runtime/producer/id-supply.js'
import { type EngineAddress, engineConfig } from '../lib/world/engine-address.js'

/** So small that ids are asked for all the time: an engine asks for a thousand. */
const BLOCKS = { minBlock: 4, maxBlock: 4, blockLastsMs: 1 } as const
const QUIET = { debug() {}, info() {}, warn() {}, error() {} }

/** Ids from a sequence that all producers share. */
export class Tickets implements AsyncDisposable {
  readonly #pool: SqlPool
  readonly #supply: IdSupply
  readonly #taken: string[] = []

  static async open(
    address: EngineAddress,
    deadlines: { readonly connectMs: number; readonly queryMs: number },
  ): Promise<Tickets> {
    const config = await resolveConfig(engineConfig(address))
    return new Tickets(new SqlPool(config.mysqlPools.default!, deadlines))
  }

  private constructor(pool: SqlPool) {
    const table = { table: 'fault_fragiles', column: 'id' }
    this.#pool = pool
    this.#supply = new IdSupply(table, new MysqlSequences(pool), BLOCKS, { clock: Date, logger: QUIET })
  }

  get taken(): readonly string[] {
    return this.#taken
  }

  /** Throws SequenceUnavailableError while MySQL cannot be asked. */
  async take(): Promise<void> {
    await this.#supply.reserve(1)
    this.#taken.push(String(this.#supply.next()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close()
  }
}
