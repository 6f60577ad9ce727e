import { expect, test } from 'vitest'
import { readTraceparent, writeTraceparent } from '../../../runtime/observe/tracing/traceparent.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

test('a place is read as it was written', () => {
  for (const traceFlags of [0, 1]) {
    const place = { traceId: TRACE, spanId: SPAN, traceFlags }
    expect(writeTraceparent(place)).toBe(`00-${TRACE}-${SPAN}-0${traceFlags}`)
    expect(readTraceparent(writeTraceparent(place))).toEqual({ ...place, isRemote: true })
  }
})

test('of a later version what is known is read', () => {
  expect(readTraceparent(`cc-${TRACE}-${SPAN}-09-more`)).toMatchObject({ traceId: TRACE, traceFlags: 1 })
})

test.each([
  '',
  'nonsense',
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-011`,
  `<b>00-${TRACE}-${SPAN}-01`,
])('%j is no place', (text) => {
  expect(readTraceparent(text)).toBeUndefined()
})
