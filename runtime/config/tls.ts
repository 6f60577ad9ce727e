import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ConfigNode } from './config-node.js'
import type { TlsConfig } from './engine-config.js'

/** As written: `true` for the system's authorities; each of the three files as a path or as the PEM text itself. */
export interface TlsOptions {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly serverName?: string
  /** False accepts any certificate. */
  readonly verify?: boolean
}

/** Reads `tls: true | false | { ca, cert, key, serverName, verify }`; relative paths start at `baseDirectory`. */
export function readTls(node: ConfigNode, baseDirectory: string): TlsConfig | undefined {
  if (!node.given || node.value === false) return undefined
  if (node.value === true) return { verify: true }
  if (!node.isObject()) return undefined
  node.allowKeys(['ca', 'cert', 'key', 'serverName', 'verify'], {
    rejectUnauthorized: 'write verify: true or false',
    servername: 'write serverName',
  })
  const ca = readPem(node.child('ca'), baseDirectory)
  const cert = readPem(node.child('cert'), baseDirectory)
  const key = readPem(node.child('key'), baseDirectory)
  const serverName = node.child('serverName').name()
  if ((cert === undefined) !== (key === undefined)) node.fail('cert and key go together')
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { serverName }),
    verify: node.child('verify').flag() ?? true,
  }
}

function readPem(node: ConfigNode, baseDirectory: string): string | undefined {
  const text = node.name()
  if (text === undefined || text.includes('-----BEGIN')) return text
  const path = resolve(baseDirectory, text)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return node.fail(`cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
}
