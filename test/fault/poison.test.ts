import { expect, test } from 'vitest'
import { servers } from '../support/servers.js'
import { poison } from './cases/poison.js'
import { describeFindings } from './lib/oracle/finding.js'

test('of every permanent error one unit dies, what depends on it waits, and once mended all comes back', async () => {
  const { findings } = await poison(await servers(), 1)
  expect(findings, describeFindings(findings)).toEqual([])
}, 120_000)
