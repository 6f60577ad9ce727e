import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startMariaDB } from '../../../testing/server/mariadb.js'
import { EngineRig, type LooseEntity } from '../../support/engine-rig.js'

/** A server far from UTC, and processes in zones on either side of it, with their summer times. */

const SCHEMA = `export const Moment = defineEntity('moments', {
  id: id(), day: date(), at: datetime(), fine: datetime(6), stamp: timestamp(), fineStamp: timestamp(6), made: datetime().defaultNow(),
})`

const own = process.env.TZ
let server: Awaited<ReturnType<typeof startMariaDB>>
let rig: EngineRig

beforeAll(async () => {
  server = await startMariaDB({ extraArguments: ['--default-time-zone=+05:45'] })
  rig = await EngineRig.create('time_zones', SCHEMA, { mysqlUrl: server.url })
})

afterAll(async () => {
  if (own === undefined) delete process.env.TZ
  else process.env.TZ = own
  await rig[Symbol.asyncDispose]()
  await server.stop()
})

const INSTANTS = [
  '1970-01-01T00:00:01.000Z',
  '2024-03-10T02:30:00.123Z',
  '2024-03-10T07:30:00.000Z',
  '2024-11-03T06:30:00.999Z',
  '2038-01-19T03:14:07.999Z',
]

describe.each(['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'])('a process in %s', (zone) => {
  beforeEach(() => {
    process.env.TZ = zone
  })

  test('reads the moments that it wrote, and MySQL has them in UTC', async () => {
    const entities = INSTANTS.map((instant) => {
      const text = instant.replace('T', ' ').replace('Z', '456').padEnd(26, '0')
      return rig.make('Moment', {
        day: instant.slice(0, 10),
        at: new Date(instant),
        fine: text,
        stamp: new Date(instant),
        fineStamp: text,
      })
    })
    await rig.engine.flushLazy(entities)
    await rig.drain()
    const ids = entities.map((entity) => entity.get('id') as bigint)
    const loaded = (await rig.engine.loadByIds(rig.classes.Moment!, ids)) as unknown as LooseEntity[]
    for (const [index, entity] of entities.entries()) {
      for (const property of ['day', 'at', 'fine', 'stamp', 'fineStamp', 'made']) {
        expect([property, loaded[index]?.get(property)]).toEqual([property, entity.get(property)])
      }
    }
    const rows = await rig.world.query<{ at: string; stamp: string }>(
      "SELECT `at`, CONVERT_TZ(stamp, @@session.time_zone, '+00:00') AS stamp FROM moments WHERE id IN (?) ORDER BY id",
      [ids.map(String)],
    )
    const expected = INSTANTS.map((instant) => instant.replace('T', ' ').replace('Z', ''))
    expect(rows.map(({ at }) => at)).toEqual(expected)
    expect(rows.map(({ stamp }) => stamp.slice(0, 23))).toEqual(expected)
  })

  test('takes rows of a driver that gives a day as midnight, in UTC or in its own zone', () => {
    const row = {
      id: 1,
      at: new Date(0),
      fine: new Date(0),
      stamp: new Date(1000),
      fineStamp: new Date(1000),
      made: new Date(0),
    }
    const read = (day: Date) =>
      (rig.classes.Moment as unknown as { fromRow(row: object): LooseEntity }).fromRow({ ...row, day }).get('day')
    expect(read(new Date(Date.UTC(2024, 1, 29)))).toBe('2024-02-29')
    expect(read(new Date(2024, 1, 29))).toBe('2024-02-29')
  })
})
