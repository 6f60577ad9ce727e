import type { EventField, FieldRole } from './unit.js'

/** How the role of a field is written before its property in an entry; `set` has no sigil. */
const SIGILS = { key: '@', set: '', add: '+', was: '<', match: '=', init: '~' } as const satisfies Record<
  FieldRole,
  string
>

const ROLES: ReadonlyMap<string, FieldRole> = new Map([
  ['@', 'key'],
  ['+', 'add'],
  ['<', 'was'],
  ['=', 'match'],
  ['~', 'init'],
])

/** `{ property: 'loginCount', role: 'add' }` is written `+loginCount`. */
export function writeField(field: EventField): string {
  return SIGILS[field.role] + field.property
}

/** The reverse of `writeField`; undefined where no property is named. */
export function readField(text: string): EventField | undefined {
  const role = ROLES.get(text.charAt(0))
  const property = role === undefined ? text : text.slice(1)
  return property === '' ? undefined : { property, role: role ?? 'set' }
}
