import { defineEntity, id, json } from 'orm-gen/schema'
import type { Entity } from './types.js'

export interface UserInput {
  a: string
}

export const User = defineEntity('users', { id: id(), settings: json<Entity>(), last: json<UserInput>() })
