import { defineEntity, ref } from 'orm-gen/schema'

export const User = defineEntity('users', { profile: ref(() => Profile).primary() })

export const Profile = defineEntity('profiles', { user: ref(() => User).primary() })
