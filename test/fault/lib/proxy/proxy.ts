import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { ProxyConnection } from './connection.js'
import { mysqlSession } from './mysql-packets.js'
import type { ProtocolSession, Request } from './protocol.js'
import { respSession } from './resp.js'
import { type FaultAction, type FaultRule, type InjectedFault, RuleAtWork } from './rule.js'

export type ProxyProtocol = 'redis' | 'mysql'

const SESSIONS: Record<ProxyProtocol, () => ProtocolSession> = { redis: respSession, mysql: mysqlSession }

/** Stands between a client and a real server and does harm by rule. Listens on a free loopback port. */
export class FaultProxy implements AsyncDisposable {
  readonly #protocol: ProxyProtocol
  readonly #target: string
  readonly #listener: Server
  readonly #connections = new Set<ProxyConnection>()
  readonly #sockets = new Set<Socket>()
  #rules: RuleAtWork[] = []
  #isDown = false
  #fragmentBytes: number | undefined

  /** `target` is the server's URL; user, password and path are carried over to `url`. */
  static async start(protocol: ProxyProtocol, target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(protocol, target)
    proxy.#listener.listen(0, '127.0.0.1')
    await once(proxy.#listener, 'listening')
    return proxy
  }

  private constructor(protocol: ProxyProtocol, target: string) {
    this.#protocol = protocol
    this.#target = target
    this.#listener = createServer((client) => this.#accept(client))
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port
  }

  /** The target's URL with the proxy's address in it. */
  get url(): string {
    const url = new URL(this.#target)
    url.hostname = '127.0.0.1'
    url.port = String(this.port)
    return url.toString()
  }

  get connections(): number {
    return this.#connections.size
  }

  inject(rule: FaultRule): InjectedFault {
    const atWork = new RuleAtWork(rule, (removed) => {
      this.#rules = this.#rules.filter((kept) => kept !== removed)
    })
    this.#rules.push(atWork)
    return atWork
  }

  /** Passes everything on in writes of so many bytes; undefined ends it. */
  fragment(bytes: number | undefined): void {
    this.#fragmentBytes = bytes
  }

  /** Cuts every connection and refuses new ones until `up`. */
  down(): void {
    this.#isDown = true
    this.cutAll()
  }

  up(): void {
    this.#isDown = false
  }

  cutAll(): void {
    for (const connection of this.#connections) connection.cut()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#listener.listening) return
    this.#listener.close()
    await once(this.#listener, 'close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #accept(client: Socket): void {
    if (this.#isDown) {
      client.resetAndDestroy()
      return
    }
    const { hostname, port } = new URL(this.#target)
    const server = connect(Number(port), hostname)
    const connection = new ProxyConnection({
      client,
      server,
      session: SESSIONS[this.#protocol](),
      judge: (request) => this.#judge(request),
      fragmentBytes: () => this.#fragmentBytes,
    })
    this.#connections.add(connection)
    for (const socket of [client, server]) this.#sockets.add(socket)
    client.once('close', () => {
      this.#connections.delete(connection)
      for (const socket of [client, server]) this.#sockets.delete(socket)
    })
  }

  /** A request is struck once: rules behind the one that strikes do not see it, and hit a later one. */
  #judge(request: Request): FaultAction | undefined {
    return this.#rules.find((rule) => rule.strikes(request.text))?.rule.action
  }
}
