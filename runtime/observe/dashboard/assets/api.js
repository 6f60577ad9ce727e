const KEY = 'orm-gen-token'

/** The token travels in the address's fragment, which no server sees, and leaves it at once. True where there was one. */
export function takeToken() {
  const found = /^#token=(.+)$/.exec(location.hash)
  if (found === null) return false
  sessionStorage.setItem(KEY, decodeURIComponent(found[1]))
  history.replaceState(null, '', location.pathname + location.search)
  return true
}

export const hasToken = () => sessionStorage.getItem(KEY) !== null
export const setToken = (token) => sessionStorage.setItem(KEY, token)
export const dropToken = () => sessionStorage.removeItem(KEY)

/** What the server refused, in its words. */
export class ApiError extends Error {
  constructor(status, { message, remedy }) {
    super(message)
    this.status = status
    this.remedy = remedy
  }
}

export async function call(path, options = {}) {
  const response = await fetch(`api/${path}`, {
    ...options,
    headers: { ...options.headers, Authorization: `Bearer ${sessionStorage.getItem(KEY)}` },
    cache: 'no-store',
    credentials: 'omit',
  })
  if (response.ok) return response
  const body = await response.json().catch(() => ({}))
  throw new ApiError(response.status, body.error ?? { message: `The server answered ${response.status}` })
}

export async function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  return (await call(`${path}?${new URLSearchParams(given)}`)).json()
}

export async function post(path, body) {
  const headers = { 'Content-Type': 'application/json', 'X-Orm-Gen': 'dashboard' }
  return (await call(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
}
