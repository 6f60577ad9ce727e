import { defineEntity, id, json } from 'orm-gen/schema'

interface Settings {
  theme: string
}

export const User = defineEntity('users', {
  id: id(),
  settings: json<Settings>(),
  history: json<readonly Settings[]>().nullable(),
})
