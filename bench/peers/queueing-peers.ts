import { randomUUID } from 'node:crypto'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { newPersonNumbered } from '../people.js'
import type { BenchWorld } from '../world.js'
import type { OpenPeer, Peer } from './peer.js'

const BULK = 100

export const flushLazyPeer: Peer = {
  name: '**orm-gen** `flushLazy`',
  rows: 1,
  async open({ engine }) {
    return { write: (first) => engine.flushLazy(newPersonNumbered(first)), close: async () => {} }
  },
}

export const flusherPeer: Peer = {
  name: `**orm-gen** Flusher of ${BULK}`,
  rows: BULK,
  async open({ engine }) {
    const people = (first: number) => Array.from({ length: BULK }, (_, index) => newPersonNumbered(first + index))
    return {
      write: (first) =>
        engine
          .newFlusher()
          .track(...people(first))
          .flushLazy(),
      close: async () => {},
    }
  },
}

export const addPeer: Peer = {
  name: 'BullMQ `add`',
  rows: 1,
  async open(world) {
    return openQueue(world, (queue, first) => queue.add('row', { number: first }))
  },
}

export const addBulkPeer: Peer = {
  name: `BullMQ \`addBulk\` of ${BULK}`,
  rows: BULK,
  async open(world) {
    return openQueue(world, (queue, first) =>
      queue.addBulk(Array.from({ length: BULK }, (_, index) => ({ name: 'row', data: { number: first + index } }))),
    )
  },
}

function openQueue({ redisUrl }: BenchWorld, add: (queue: Queue, first: number) => Promise<unknown>): OpenPeer {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const queue = new Queue(`peers-${randomUUID()}`, { connection })
  return {
    write: (first) => add(queue, first),
    async close() {
      await queue.obliterate({ force: true })
      await queue.close()
      connection.disconnect()
    },
  }
}
