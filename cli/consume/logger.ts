import { Writable } from 'node:stream'
import { type DestinationStream, pino } from 'pino'
import pretty from 'pino-pretty'
import type { Logger } from '../../runtime/ports.js'
import type { Output } from '../terminal.js'
import { errorFacts } from './error-facts.js'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** Lines of JSON, or readable ones where a person watches. */
export function createLogger(output: Output, level: string): Logger {
  return pino({ level, base: null, serializers: { err: errorFacts, error: errorFacts } }, destination(output))
}

function destination(output: Output): DestinationStream {
  if (!output.interactive) return { write: (line) => output.write(line) }
  const sink = new Writable({
    write(chunk, _encoding, done) {
      output.write(String(chunk))
      done()
    },
  })
  return pretty({ destination: sink, colorize: output.color, translateTime: 'HH:MM:ss', sync: true })
}
