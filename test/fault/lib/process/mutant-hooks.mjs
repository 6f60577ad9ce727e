/**
 * A resolve hook: `mutants/NAME/path/of/module` takes the place of `runtime/path/of/module` for everybody but itself,
 * so that it can import the real module and change one function of it.
 */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../../../../', import.meta.url).href
let folder
const replaced = new Map()

export function initialize({ mutant }) {
  folder = new URL(`test/fault/mutants/${mutant}/`, ROOT)
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!/\.[jt]s$/.test(path)) continue
    const real = new URL(`runtime/${path}`, ROOT)
    if (!existsSync(fileURLToPath(real))) throw new Error(`mutant ${mutant} replaces ${real.pathname}, which is gone`)
    replaced.set(real.href, new URL(path, folder).href)
  }
}

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  const [plain] = found.url.split('?')
  const mutated = replaced.get(plain)
  if (mutated === undefined || context.parentURL?.split('?')[0] === mutated) return found
  return { ...found, url: mutated }
}
