import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { ProtocolSession, Request } from './protocol.js'
import type { FaultAction } from './rule.js'

export interface ConnectionOptions {
  readonly client: Socket
  readonly server: Socket
  readonly session: ProtocolSession
  /** The action of the rule that strikes this request, if one does. */
  readonly judge: (request: Request) => FaultAction | undefined
  /** Bytes a write; undefined passes chunks on as they came. */
  readonly fragmentBytes: () => number | undefined
}

/** What the connection does with bytes that arrive. */
type State =
  | { readonly kind: 'open' }
  /** No further request passes; the connection breaks when earlier answers are delivered. */
  | { readonly kind: 'cutWhenIdle' }
  /** Answers before that of `request` pass; with it the connection breaks, or falls silent. */
  | { readonly kind: 'swallow'; readonly request: Request; readonly ending: 'cut' | 'silence' }
  | { readonly kind: 'silent' }
  /** As silent; the server is kept until it has answered `request`. */
  | { readonly kind: 'late'; readonly request: Request }

/** One client behind the proxy: reads both directions and carries out the action of a rule that strikes. */
export class ProxyConnection {
  readonly #options: ConnectionOptions
  #state: State = { kind: 'open' }
  #toServer: Promise<void> = Promise.resolve()
  #toClient: Promise<void> = Promise.resolve()
  readonly #heldAnswers = new Map<Request, () => Promise<void>>()

  constructor(options: ConnectionOptions) {
    this.#options = options
    const { client, server } = options
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => this.#closedBy(socket))
    }
    client.on('data', (chunk: Buffer) => this.#fromClient(chunk))
    server.on('data', (chunk: Buffer) => this.#fromServer(chunk))
  }

  /** Breaks both sides at once, as a lost network does. */
  cut(): void {
    this.#options.client.resetAndDestroy()
    this.#options.server.destroy()
  }

  #closedBy(socket: Socket): void {
    const { kind } = this.#state
    if (socket === this.#options.server) {
      if (kind !== 'silent' && kind !== 'late') this.#cutAfterDelivery()
    } else if (kind !== 'late') this.#options.server.destroy()
  }

  #fromClient(chunk: Buffer): void {
    for (const request of this.#options.session.requests(chunk)) {
      if (this.#state.kind !== 'open') return
      const action = request.text === '' ? undefined : this.#options.judge(request)
      this.#carryOut(request, action)
    }
  }

  #carryOut(request: Request, action: FaultAction | undefined): void {
    const { session } = this.#options
    switch (action?.kind) {
      case undefined:
        this.#forward(request)
        return
      case 'delay':
        this.#heldAnswers.set(request, () => setTimeout(action.delayMs))
        this.#forward(request)
        return
      case 'holdBefore':
        this.#toServer = this.#toServer.then(action.run)
        this.#forward(request)
        return
      case 'holdAfter':
        this.#heldAnswers.set(request, action.run)
        this.#forward(request)
        return
      case 'late':
        this.#state = { kind: 'late', request }
        this.#toServer = this.#toServer.then(() => setTimeout(action.delayMs))
        this.#forward(request)
        return
      case 'cutBefore':
        this.#state = { kind: 'cutWhenIdle' }
        if (session.idle()) this.#cutAfterDelivery()
        return
      case 'cutAfter':
        this.#state = { kind: 'swallow', request, ending: 'cut' }
        this.#forward(request)
        return
      case 'blackHole':
        this.#state = { kind: 'silent' }
        return
      case 'blackHoleAfter':
        this.#state = { kind: 'swallow', request, ending: 'silence' }
        this.#forward(request)
        return
    }
  }

  #forward(request: Request): void {
    this.#options.session.forwarded(request)
    this.#toServer = this.#toServer.then(() => this.#write(this.#options.server, request.bytes))
  }

  #fromServer(chunk: Buffer): void {
    for (const answer of this.#options.session.answers(chunk)) {
      const state = this.#state
      if (state.kind === 'silent') return
      if (state.kind === 'late') {
        if (answer.to === state.request) this.#options.server.destroy()
        return
      }
      if (state.kind === 'swallow' && answer.to === state.request) {
        this.#state = { kind: 'silent' }
        if (state.ending === 'cut') this.#cutAfterDelivery()
        return
      }
      this.#deliver(answer.bytes, answer.to)
    }
    if (this.#state.kind === 'cutWhenIdle' && this.#options.session.idle()) this.#cutAfterDelivery()
  }

  #deliver(bytes: Buffer, to: Request | undefined): void {
    const held = to === undefined ? undefined : this.#heldAnswers.get(to)
    if (to !== undefined) this.#heldAnswers.delete(to)
    this.#toClient = this.#toClient.then(async () => {
      await held?.()
      await this.#write(this.#options.client, bytes)
    })
  }

  /** What was answered before the fault reaches the client, so that a fault hits one request and no other. */
  #cutAfterDelivery(): void {
    void this.#toClient.then(() => {
      this.#options.client.destroySoon()
      this.#options.server.destroy()
    })
  }

  async #write(socket: Socket, bytes: Buffer): Promise<void> {
    const size = this.#options.fragmentBytes()
    if (size === undefined) return send(socket, bytes)
    for (let at = 0; at < bytes.length; at += size) {
      await send(socket, bytes.subarray(at, at + size))
      await setImmediate()
    }
  }
}

async function send(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed || socket.write(bytes)) return
  await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined)
}
