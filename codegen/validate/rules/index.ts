import type { Rule, SchemaRule } from '../draft.js'
import { charset } from './charset.js'
import { defaultValue } from './default-value.js'
import { entityNames } from './entity-names.js'
import { generatedColumn } from './generated-column.js'
import { identifiers } from './identifiers.js'
import { keyTypes } from './key-types.js'
import { keys } from './keys.js'
import { members } from './members.js'
import { primaryKey } from './primary-key.js'
import { propertyNames } from './property-names.js'
import { referenceActions } from './reference-actions.js'
import { referenceTargets } from './reference-targets.js'
import { removedProperties } from './removed-properties.js'
import { renamedFrom } from './renamed-from.js'
import { shards } from './shards.js'
import { softDelete } from './soft-delete.js'
import { tableSize } from './table-size.js'
import { typeNames } from './type-names.js'
import { versionColumn } from './version-column.js'

/** Over each entity by itself. */
export const RULES: readonly Rule[] = [
  primaryKey,
  propertyNames,
  identifiers,
  keys,
  keyTypes,
  defaultValue,
  members,
  softDelete,
  versionColumn,
  generatedColumn,
  renamedFrom,
  removedProperties,
  referenceActions,
  tableSize,
  charset,
  typeNames,
  shards,
]

/** Over all entities together. */
export const SCHEMA_RULES: readonly SchemaRule[] = [entityNames, referenceTargets]
