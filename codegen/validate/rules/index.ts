import type { Report, Rule, Subject } from '../draft.js'
import { primaryKey } from './primary-key.js'

/** Over each entity by itself. */
export const RULES: readonly Rule[] = [primaryKey]

/** Over all entities together. */
export const SCHEMA_RULES: readonly ((subjects: readonly Subject[], report: Report) => void)[] = []
