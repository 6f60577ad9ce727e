import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrivateServer } from '../../../testing/index.js'

const AOF_FOLDER = 'appendonlydir'

/** A copy of Redis's append-only file: what its disk would have held after a power failure at this moment. */
export interface AofCopy extends AsyncDisposable {
  /** kill -9, puts the copy back, starts on the same port: everything since the copy is forgotten. */
  restore(): Promise<void>
}

export async function copyAof(redis: PrivateServer): Promise<AofCopy> {
  const kept = await mkdtemp(join(tmpdir(), 'orm-fault-aof-'))
  const live = join(redis.dataDirectory, AOF_FOLDER)
  const copy = join(kept, AOF_FOLDER)
  await cp(live, copy, { recursive: true })
  return {
    async restore() {
      await redis.kill()
      await rm(live, { recursive: true, force: true })
      await cp(copy, live, { recursive: true })
      await redis.restart()
    },
    [Symbol.asyncDispose]: () => rm(kept, { recursive: true, force: true }),
  }
}
