import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Certificates {
  /** Paths of PEM files. */
  readonly certificate: string
  readonly key: string
}

/** A self-signed certificate for localhost and 127.0.0.1, written into `directory`; it is its own authority. */
export async function selfSigned(directory: string): Promise<Certificates> {
  const certificate = join(directory, 'server.crt')
  const key = join(directory, 'server.key')
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ])
  return { certificate, key }
}
