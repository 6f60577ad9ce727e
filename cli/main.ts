#!/usr/bin/env node
import { runCli } from './run.js'
import { processTerminal } from './terminal.js'

const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interruption.abort(signal))
}

process.exitCode = await runCli(process.argv.slice(2), processTerminal(interruption.signal))
