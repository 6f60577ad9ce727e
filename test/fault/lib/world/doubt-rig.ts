import { EngineRig } from '../../../support/engine-rig.js'
import { servers } from '../../../support/servers.js'
import { FaultProxy } from '../proxy/proxy.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), name: varchar(10), logins: int().default(0) })
`

/** An engine whose Redis can go away between an entry and its answer. */
export class DoubtRig implements AsyncDisposable {
  readonly proxy: FaultProxy
  readonly rig: EngineRig

  private constructor(proxy: FaultProxy, rig: EngineRig) {
    this.proxy = proxy
    this.rig = rig
  }

  static async open(name: string): Promise<DoubtRig> {
    const proxy = await FaultProxy.start('redis', (await servers()).redisUrl)
    const deadlines = { flushMs: 2_500, answerMs: 500 }
    return new DoubtRig(proxy, await EngineRig.create(name, SCHEMA, { redisUrl: proxy.url, deadlines }))
  }

  /** Redis carries the next entry out, and is gone before its answer arrives. */
  loseTheAnswer(): void {
    const run = async () => this.proxy.down()
    this.proxy.inject({ command: 'XADD', action: { kind: 'holdAfter', run } })
  }

  /** What a consumer would take for different units. */
  async units(): Promise<{ id: string; events: number }[]> {
    const seen = new Map((await this.rig.entries()).flat().map((unit) => [unit.eventId, unit.events.length]))
    return [...seen].map(([id, events]) => ({ id, events }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig[Symbol.asyncDispose]()
    await this.proxy.close()
  }
}
