import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EngineConfig, StreamConfig } from '../../config/engine-config.js'
import type { Logger } from '../../ports.js'
import { StatusReader } from '../status-reader.js'
import { assertHost, assertOwnPage, assertToken } from './access.js'
import { readAssets } from './assets.js'
import { DeadLetterDesks, isAction } from './dead-letters.js'
import { sendLive } from './live.js'
import { type DashboardOptions, dashboardOptions } from './options.js'
import { readBody } from './read-body.js'
import { Refusal } from './refusal.js'
import { sendError, sendJson, setSafeHeaders } from './respond.js'
import { Watch } from './watch.js'

/** What the dashboard takes of an engine; connections it has of its own. */
export interface DashboardHost {
  readonly config: EngineConfig
  /** Of each entity, by name, its streams; for those that only entities name. */
  readonly streams?: ReadonlyMap<string, readonly StreamConfig[]>
  readonly logger?: Logger
}

/** For `http.createServer(dashboard)` or `app.use('/queue', dashboard)`. */
export interface Dashboard {
  (request: IncomingMessage, response: ServerResponse): void
  /** Goes after `#token=` in the address of the page. */
  readonly token: string
  /** Ends the open pages' streams and its own connections. Safe to repeat. */
  close(): Promise<void>
}

/**
 * The web page that shows what `status` and `dead-letters` show, live. Looks at the servers from now on, so that there is
 * something to see when the page opens. Throws WeakTokenError.
 */
export function createDashboard(host: DashboardHost, given: DashboardOptions = {}): Dashboard {
  const options = dashboardOptions(given)
  const streams = [...new Set([...host.config.streams, ...[...(host.streams?.values() ?? [])].flat()])]
  const assets = readAssets()
  const watch = new Watch(new StatusReader(host.config, streams))
  const desks = new DeadLetterDesks(host.config, streams)
  const open = new Set<ServerResponse>()
  let closing: Promise<void> | undefined

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSafeHeaders(response)
    assertHost(request, options.hosts)
    const { pathname, searchParams } = new URL(pathOf(request, options.basePath), 'http://dashboard')
    if (pathname.startsWith('/api/')) {
      await answerApi(request, response, pathname, searchParams)
      return
    }
    const asset = assets.get(pathname)
    if (asset === undefined || !isRead(request)) throw new Refusal(404, 'There is nothing here')
    const lastSegment = mountedAt(request)
    if (pathname === '/' && lastSegment !== undefined) {
      response.writeHead(308, { Location: `${lastSegment}/` }).end()
      return
    }
    response.writeHead(200, { 'Content-Type': asset.type })
    response.end(request.method === 'HEAD' ? undefined : asset.body)
  }

  async function answerApi(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    query: URLSearchParams,
  ): Promise<void> {
    assertToken(request, options.token)
    const [, , area = '', name = '', ...more] = pathname.split('/')
    if (request.method === 'POST' && area === 'dead-letters' && isAction(name) && more.length === 0) {
      assertOwnPage(request)
      if (options.actions === 'refuse') {
        throw new Refusal(403, 'This dashboard only looks', 'Start it with --allow-actions, or actions: "allow".')
      }
      return sendJson(response, 200, await desks.mark(name, await readBody(request)))
    }
    if (!isRead(request) || more.length > 0) throw new Refusal(404, 'There is nothing here')
    if (area === 'live' && name === '' && request.method === 'GET') {
      open.add(response)
      response.on('close', () => open.delete(response))
      return sendLive(response, watch, options.actions)
    }
    if (area !== 'dead-letters') throw new Refusal(404, 'There is nothing here')
    if (name === '') return sendJson(response, 200, await desks.list(query))
    if (name === 'groups') return sendJson(response, 200, await desks.groups(query))
    sendJson(response, 200, await desks.one(name, query))
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof Refusal)) host.logger?.warn({ err: error }, 'The dashboard could not answer')
      sendError(response, error)
    })
  }
  return Object.assign(handle, {
    token: options.token,
    close: () => {
      closing ??= Promise.all([watch.close(), desks.close()]).then(() => undefined)
      for (const response of open) response.end()
      return closing
    },
  })
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD'

function pathOf({ url = '/' }: IncomingMessage, basePath: string): string {
  if (basePath === '' || !url.startsWith(basePath)) return url.startsWith('/') ? url.replace(/^\/+/, '/') : '/'
  const rest = url.slice(basePath.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** `queue` where the page was asked for as `/queue`: its files would then be looked for one folder too high. */
function mountedAt(request: IncomingMessage & { readonly originalUrl?: string }): string | undefined {
  const [path = '/'] = (request.originalUrl ?? request.url ?? '/').split('?')
  return path.endsWith('/') ? undefined : path.split('/').at(-1)
}
