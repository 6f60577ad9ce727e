import { defineEntity, id, varchr } from 'orm-gen/schema'
import { money } from './money.js'

const name = () => varchr(80)

export const User = defineEntity('users', {
  id: id(),
  firstName: varchr(80),
  lastName: name(),
  nickName: name(),
  balance: money(2),
})
