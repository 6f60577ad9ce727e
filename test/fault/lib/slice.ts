import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FaultCase } from '../cases/fault-case.js'
import { FaultServers } from './arena/servers.js'
import { describeFindings } from './oracle/finding.js'

/** `FAULT_SEED` replays what a failing run printed. */
const SEED = Number(process.env.FAULT_SEED ?? 0) || Date.now() & 0x7fff_ffff

/** A quick slice of cases for `npm test`: one run each, on private servers that the file shares. */
export function sliceOf(cases: readonly (readonly [faultCase: FaultCase, strikes: number])[]): void {
  let servers: FaultServers

  beforeAll(async () => {
    servers = await FaultServers.start()
  })

  afterAll(() => servers.close())

  test.each(cases.map(([faultCase, strikes]) => [faultCase.title, faultCase, strikes] as const))(
    '%s',
    async (_title, faultCase, strikes) => {
      const { findings } = await faultCase.run({ servers, seed: SEED, strikes })
      expect(findings, `FAULT_SEED=${SEED} ${faultCase.name}\n${describeFindings(findings)}`).toEqual([])
    },
    600_000,
  )
}
