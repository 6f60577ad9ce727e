import { describe, expect, test } from 'vitest'
import { classifyFailure } from '../../../runtime/consumer/failure.js'

describe('a failure that is not the data’s fault never makes a dead letter', () => {
  test.each([
    [1030, 'the engine could not write: disk full'],
    [1026, 'error writing a file'],
    [1038, 'out of sort memory'],
    [1129, 'host blocked after many connection errors'],
    [1135, 'no new thread'],
    [1792, 'read-only transaction on a demoted server'],
    [1835, 'malformed packet on a bad line'],
    [3169, 'session was killed'],
  ])('%i: %s', (errno) => {
    expect(classifyFailure({ errno })).toBe('away')
  })

  test('a broken conversation with the server is the connection’s fault, whatever mysql2 calls it', () => {
    for (const code of [
      'ORM2301',
      'PROTOCOL_ERROR',
      'PROTOCOL_UNEXPECTED_PACKET',
      'PROTOCOL_SEQUENCE_TIMEOUT',
      'ECONNRESET',
    ]) {
      expect(classifyFailure({ code })).toBe('away')
    }
  })

  test('a refused account waits for somebody to mend it', () => {
    for (const errno of [1045, 1130, 1698, 1820, 3118, 4151]) expect(classifyFailure({ errno })).toBe('configuration')
  })
})

test('an error that nobody listed is permanent: it holds up nobody', () => {
  expect(classifyFailure({ errno: 1644, message: 'refused by a trigger' })).toBe('permanent')
})
