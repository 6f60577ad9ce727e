import { didYouMean } from '../did-you-mean.js'
import type { ConfigNode } from './config-node.js'

/** An address taken apart, percent-encoding undone. What was not written is undefined. */
export interface AddressParts {
  readonly scheme: string
  readonly username: string | undefined
  readonly password: string | undefined
  /** As written; several hosts stand behind each other with commas. */
  readonly hosts: string
  /** After the hosts, without its first slash. */
  readonly path: string | undefined
  readonly query: Readonly<Record<string, string>>
}

/**
 * Takes `scheme://user:password@hosts/path?query` apart. Passwords may hold `@` and `:`, as people forget to encode
 * them; a `/` or `?` has to be encoded. Notes a problem and gives undefined where that cannot be read.
 */
export function parseAddress(
  text: string,
  node: ConfigNode,
  schemes: readonly string[],
  queryKeys: readonly string[],
): AddressParts | undefined {
  const match = /^([a-z][a-z0-9+]*):\/\/(?:([^/]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/i.exec(text)
  if (match === null) return node.fail(`is not an address; ${encodingHint}`)
  const [, scheme = '', userinfo, hosts = '', path, queryText = ''] = match
  if (!schemes.includes(scheme.toLowerCase())) {
    return node.fail(
      `unknown scheme "${scheme}://"${didYouMean(scheme, schemes) || `; known are ${schemes.join(', ')}`}`,
    )
  }
  const colon = userinfo?.indexOf(':') ?? -1
  const user = colon === -1 ? userinfo : userinfo?.slice(0, colon)
  const query = parseQuery(queryText, node, queryKeys)
  const username = decode(user, node)
  const password = decode(colon === -1 ? undefined : userinfo?.slice(colon + 1), node)
  if (query === undefined || username === null || password === null) return undefined
  const decodedPath = decode(path, node)
  if (decodedPath === null) return undefined
  return {
    scheme: scheme.toLowerCase(),
    username: username || undefined,
    password: password || undefined,
    hosts,
    path: decodedPath || undefined,
    query,
  }
}

/** `user=app&password=...`; a `+` stays a plus, as passwords hold them. */
export function parseQuery(
  text: string,
  node: ConfigNode,
  known: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const query: Record<string, string> = {}
  for (const pair of text.split('&').filter(Boolean)) {
    const equals = pair.indexOf('=')
    const key = equals === -1 ? pair : pair.slice(0, equals)
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1), node)
    if (value === null) return undefined
    if (!known.includes(key)) {
      return node.fail(`unknown parameter "${key}"${didYouMean(key, known) || `; known are ${known.join(', ')}`}`)
    }
    query[key] = value ?? ''
  }
  return query
}

const encodingHint = 'a "/", "?" or "%" inside a user or password is written %2F, %3F, %25'

/** Null, and a problem, where the encoding is broken. */
function decode(text: string | undefined, node: ConfigNode): string | undefined | null {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    node.fail(`has broken percent-encoding; ${encodingHint}`)
    return null
  }
}
