import { existsSync, readFileSync } from 'node:fs'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEntities } from '../../codegen/generate.js'
import { createTables } from '../../codegen/sql/index.js'
import { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { createEngine } from '../../runtime/engine/create-engine.js'
import type { Engine } from '../../runtime/engine/engine.js'
import type { AnyEntity, EntityClass } from '../../runtime/entity/index.js'
import * as chinook from '../chinook/generated/index.js'
import { readSchemas } from '../chinook/read-schemas.js'
import { SILENT } from '../support/consumer-rig.js'
import { createWorld, type World } from '../support/world.js'

const SCRIPT = '../shared/data/chinook/Chinook_MySql.sql'
const isAbsent = !existsSync(SCRIPT)

/** Parents before children. */
const CLASSES = [
  chinook.ArtistEntity,
  chinook.AlbumEntity,
  chinook.EmployeeEntity,
  chinook.CustomerEntity,
  chinook.GenreEntity,
  chinook.MediaTypeEntity,
  chinook.TrackEntity,
  chinook.PlaylistEntity,
  chinook.PlaylistTrackEntity,
] as unknown as readonly EntityClass[]
const ALL = chinook.entities as unknown as readonly EntityClass[]

type Row = Readonly<Record<string, unknown>>

let world: World
let original: World
let engine: Engine
let consumer: BackgroundConsumer

describe.skipIf(isAbsent)(`the Chinook database (skipped where ${SCRIPT} is absent)`, () => {
  beforeAll(async () => {
    original = await createWorld('chinook_original')
    world = await createWorld('chinook')
    await loadOriginal(original)
    for (const sql of createTables(readEntities(readSchemas()).entities)) await world.query(sql)
    engine = await createEngine(
      { default: { mysql: world.mysqlUrl, redis: { address: world.redisUrl, namespace: world.namespace } } },
      { entities: ALL as never, logger: SILENT },
    )
    consumer = new BackgroundConsumer(engine)
  })

  afterAll(async () => {
    await consumer.close()
    await engine.close()
    await Promise.all([world.close(), original.close()])
  })

  test('every row goes through flushLazy, invoices with their lines through Flushers, and arrives as it was', async () => {
    const receipts: Promise<unknown>[] = []
    for (const entity of CLASSES) {
      for (const row of await rowsOf(original, entity)) receipts.push(engine.flushLazy(newEntity(entity, row)))
    }
    const lines = await rowsOf(original, chinook.InvoiceLineEntity as unknown as EntityClass)
    for (const row of await rowsOf(original, chinook.InvoiceEntity as unknown as EntityClass)) {
      const flusher = engine.newFlusher()
      const invoice = newEntity(chinook.InvoiceEntity as unknown as EntityClass, row)
      const items = lines
        .filter(({ InvoiceId }) => InvoiceId === row.InvoiceId)
        .map((line) => newEntity(chinook.InvoiceLineEntity as unknown as EntityClass, line, { invoice }))
      // Lines before their invoice: the unit's own order works out by itself.
      flusher.track(...items, invoice)
      receipts.push(flusher.flushLazy())
    }
    await Promise.all(receipts)
    await consumer.drain({ timeoutMs: 60_000 })
    expect(await compared()).toBe(15_607)
  }, 90_000)

  test('2,000 updates and 500 deletes later it still is', async () => {
    const random = numbers(20_26)
    const tracks = await chinookRows(chinook.TrackEntity as unknown as EntityClass)
    const customers = await chinookRows(chinook.CustomerEntity as unknown as EntityClass)
    const flushed: Promise<unknown>[] = []
    await original.mysql.beginTransaction()
    for (let update = 0; update < 2_000; update++) {
      if (random(10) === 0) {
        const customer = customers[random(customers.length)] as unknown as chinook.CustomerEntity
        customer.company = random(3) === 0 ? null : `Größe ${update} 株式会社`
        customer.supportRep = 3 + random(3)
        await change(original, 'Customer', 'CustomerId', customer.id, {
          Company: customer.company,
          SupportRepId: customer.supportRepId,
        })
        flushed.push(engine.flushLazy(customer as never))
        continue
      }
      const track = tracks[random(tracks.length)] as unknown as chinook.TrackEntity
      track.unitPrice = `${random(100)}.${10 + random(90)}`
      if (random(2) === 0) track.composer = random(4) === 0 ? null : `Composer ${update}`
      track.increment('milliseconds', 1 + random(1_000))
      await change(original, 'Track', 'TrackId', track.id, {
        UnitPrice: track.unitPrice,
        Composer: track.composer,
        Milliseconds: track.milliseconds,
      })
      flushed.push(engine.flushLazy(track as never))
    }
    const listed = await rowsOf(original, chinook.PlaylistTrackEntity as unknown as EntityClass)
    for (let deletion = 0; deletion < 500; deletion++) {
      const [row] = listed.splice(random(listed.length), 1)
      const { PlaylistId: playlistId, TrackId: trackId } = row as { PlaylistId: number; TrackId: number }
      await original.mysql.execute('DELETE FROM PlaylistTrack WHERE PlaylistId = ? AND TrackId = ?', [
        playlistId,
        trackId,
      ])
      const key = { playlistId: Number(playlistId), trackId: Number(trackId) }
      flushed.push(engine.deleteLazyById(chinook.PlaylistTrackEntity as never, key as never))
    }
    await original.mysql.commit()
    await Promise.all(flushed)
    await consumer.drain({ timeoutMs: 60_000 })
    expect(await compared()).toBe(15_107)
  }, 90_000)
})

test.skipIf(!isAbsent)(`Chinook was not tried: ${SCRIPT} is absent`, () => {
  expect(isAbsent).toBe(true)
})

/** Cell by cell, every table; returns how many rows were the same. */
async function compared(): Promise<number> {
  let rows = 0
  for (const entity of ALL) {
    const expected = await rowsOf(original, entity)
    expect(await rowsOf(world, entity), entity.table.definition.table).toEqual(expected)
    rows += expected.length
  }
  expect(await world.query('SELECT error_code, message FROM orm_lazy_dead_letter')).toEqual([])
  return rows
}

function rowsOf({ query }: World, { table }: EntityClass): Promise<Row[]> {
  const { definition } = table
  const key = definition.key.map(
    (property) => definition.columns.find((column) => column.property === property)!.column,
  )
  return query<Row>(`SELECT * FROM \`${definition.table}\` ORDER BY ${key.join(', ')}`) as Promise<Row[]>
}

async function chinookRows(entity: EntityClass): Promise<readonly AnyEntity[]> {
  const rows = await rowsOf(world, entity)
  return rows.map((row) => (entity as unknown as { fromRow(row: Row): AnyEntity }).fromRow(row))
}

/** A new entity from a row as the driver gives it; a reference takes the key, or the entity given in its place. */
function newEntity(entity: EntityClass, row: Row, references: Readonly<Record<string, AnyEntity>> = {}): AnyEntity {
  const input: Record<string, unknown> = {}
  for (const { property, column, type, references: parent } of entity.table.definition.columns) {
    const raw = row[column]
    const value =
      raw === null ? null : type.kind === 'int' ? Number(raw) : type.kind === 'datetime' ? new Date(`${raw}Z`) : raw
    input[parent?.property ?? property] = (parent && references[parent.property]) ?? value
  }
  return new entity(input as never) as AnyEntity
}

async function change({ mysql }: World, table: string, key: string, id: number, values: Row): Promise<void> {
  const columns = Object.keys(values).map((column) => `${column} = ?`)
  await mysql.query(`UPDATE ${table} SET ${columns.join(', ')} WHERE ${key} = ?`, [...Object.values(values), id])
}

/** The script without its own database, all statements in one packet. */
async function loadOriginal({ mysqlUrl, database }: World): Promise<void> {
  const text = readFileSync(SCRIPT, 'utf8').replaceAll('\r', '')
  const script = text.replace(/DROP DATABASE.*?;|CREATE DATABASE.*?;|USE .*?;/g, '')
  const loader = await createConnection({ uri: mysqlUrl, multipleStatements: true })
  await loader.query(`ALTER DATABASE \`${database}\` CHARACTER SET utf8mb4`)
  await loader.query(script)
  await loader.end()
}

/** Whole numbers below a bound, the same at each run (a linear congruential generator, Numerical Recipes). */
function numbers(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}
