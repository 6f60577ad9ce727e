import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * The table under "The rooms" of docs/architecture.md is the rule: a row names a room and the rooms that it may import,
 * by their folder's name. `all above` and `all` mean those of the same top folder.
 */
const ROOMS = readRooms(readFileSync('docs/architecture.md', 'utf8'))

function readRooms(markdown: string): ReadonlyMap<string, readonly string[]> {
  const rows = [...markdown.matchAll(/^\| `([\w/.-]+?)\/?` +\|.*\| ([^|]+?) +\|$/gm)].map(
    ([, room, words]) => [room!, words!] as const,
  )
  const names = rows.map(([room]) => room)
  return new Map(rows.map(([room, words], index) => [room, allowedRooms(room, words, names, index)]))
}

function allowedRooms(room: string, words: string, names: readonly string[], index: number): readonly string[] {
  const top = room.split('/')[0]!
  const within = (name: string) => name.startsWith(`${top}/`)
  if (words === 'nothing') return []
  if (words === 'all above') return names.slice(0, index).filter(within)
  if (words === 'all') return names.filter(within)
  if (words === 'all but index') return names.filter((name) => within(name) && name !== `${top}/index.ts`)
  return words.split(/[,\s]+/).flatMap((word) => {
    const matches = names.filter(
      (name) => name === word || name.startsWith(`${word}/`) || [`${top}/${word}`, `${top}/${word}.ts`].includes(name),
    )
    if (matches.length === 0) throw new Error(`the row of ${room} names "${word}", which is no room`)
    return matches
  })
}

/** Packages that one room alone may import. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'ts-morph': ['codegen/read', 'codegen/introspect'],
  ioredis: ['runtime/stream'],
  mysql2: ['runtime/database'],
}

interface Import {
  readonly specifier: string
  /** Erased by the compiler: it neither loads a module nor makes a circle at run time. */
  readonly typeOnly: boolean
}

interface SourceFile {
  readonly path: string
  readonly room: string
  readonly imports: readonly Import[]
}

/** `import`, `export from` and `import()` with a literal; comments are taken out first. */
function parseImports(text: string): readonly Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const statements = code.matchAll(/^(?:import|export)\s+(type\s)?(?:[\w*{][^'"`;]*?\sfrom\s+)?'([^']+)'/gm)
  const dynamic = code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)
  return [
    ...[...statements].map(([, type, specifier]) => ({ specifier: specifier!, typeOnly: type !== undefined })),
    ...[...dynamic].map(([, specifier]) => ({ specifier: specifier!, typeOnly: false })),
  ]
}

function roomOf(path: string): string {
  const [top, second] = path.split('/') as [string, string]
  return top === 'testing' || top === 'cli' ? top : `${top}/${second}`
}

const files: readonly SourceFile[] = ['codegen', 'runtime', 'testing', 'cli']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, room: roomOf(path), imports: parseImports(readFileSync(path, 'utf8')) }))

const resolve = (from: string, specifier: string) => normalize(join(dirname(from), specifier)).replace(/\.js$/, '.ts')

describe('the direction of imports', () => {
  test('every folder of the sources is a room of the table', () => {
    expect([...new Set(files.map(({ room }) => room))].filter((room) => !ROOMS.has(room))).toEqual([])
  })

  test('no room imports what the table does not allow', () => {
    const crossings = files.flatMap(({ path, room, imports }) =>
      imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => resolve(path, specifier))
        .filter((target) => roomOf(target) !== room)
        .filter((target) => !(ROOMS.get(room) ?? []).includes(roomOf(target)))
        .map((target) => `${path} -> ${target}`),
    )
    expect(crossings).toEqual([])
  })

  test('ioredis, mysql2 and ts-morph are each known to one room', () => {
    const strays = files.flatMap(({ path, room, imports }) =>
      imports
        .map(({ specifier }) => specifier)
        .filter(() => room.startsWith('runtime') || room.startsWith('codegen'))
        .filter((specifier) =>
          Object.entries(OWNERS).some(([name, owners]) => isPackage(specifier, name) && !owners.includes(room)),
        )
        .map((specifier) => `${path} -> ${specifier}`),
    )
    expect(strays).toEqual([])
  })

  test('no file imports itself through others', () => {
    expect(circles(files)).toEqual([])
  })
})

function isPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`)
}

/** Types count: a circle of types is a circle of thoughts. */
function circles(sources: readonly SourceFile[]): readonly string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ specifier }) => specifier.startsWith('.')).map(({ specifier }) => resolve(path, specifier)),
    ]),
  )
  const found: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    if (done.has(path)) return
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return found
}
