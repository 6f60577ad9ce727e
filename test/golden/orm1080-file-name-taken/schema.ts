import { defineEntity, id } from 'orm-gen/schema'

export const UserData = defineEntity('user_data', { id: id() })

export const Userdata = defineEntity('userdata', { id: id() })

export const USERData = defineEntity('user_data_2', { id: id() })

export const Index = defineEntity('idx', { id: id() })
