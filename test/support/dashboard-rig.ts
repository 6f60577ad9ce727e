import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDashboard, type Dashboard, type DashboardHost, type DashboardOptions } from 'orm-gen/dashboard'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly data: never
}

/** A dashboard behind a server of its own on a free port. */
export class DashboardRig implements AsyncDisposable {
  readonly dashboard: Dashboard
  readonly #server: Server

  private constructor(dashboard: Dashboard, server: Server) {
    this.dashboard = dashboard
    this.#server = server
  }

  static async open(host: DashboardHost, options: DashboardOptions = {}, port = 0): Promise<DashboardRig> {
    const dashboard = createDashboard(host, options)
    const server = createServer(dashboard)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return new DashboardRig(dashboard, server)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** As it is printed: with the token. */
  get address(): string {
    return `http://127.0.0.1:${this.port}/#token=${this.dashboard.token}`
  }

  /** With the token, unless `headers` says otherwise; a `body` makes it a POST as the page sends it. */
  async ask(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const own = body === undefined ? {} : { 'content-type': 'application/json', 'x-orm-gen': 'dashboard' }
    const call = request({
      port: this.port,
      host: '127.0.0.1',
      path,
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${this.dashboard.token}`, ...own, ...headers },
    })
    call.end(body === undefined ? undefined : JSON.stringify(body))
    const [response] = await once(call, 'response')
    let text = ''
    for await (const chunk of response) text += chunk
    const isJson = response.headers['content-type']?.startsWith('application/json')
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      data: (isJson ? JSON.parse(text) : undefined) as never,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dashboard.close()
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
