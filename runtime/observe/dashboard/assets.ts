import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

export interface Asset {
  readonly type: string
  readonly body: Buffer
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The page's files by path, `/app.js`; the page itself is `/`. */
export function readAssets(): ReadonlyMap<string, Asset> {
  const folder = new URL('./assets/', import.meta.url)
  return new Map(
    readdirSync(folder).map((name) => [
      name === 'index.html' ? '/' : `/${name}`,
      { type: TYPES[extname(name)]!, body: readFileSync(new URL(name, folder)) },
    ]),
  )
}
