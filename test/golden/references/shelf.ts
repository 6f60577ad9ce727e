import { char, defineEntity } from 'orm-gen/schema'

export const Rack = defineEntity('racks', { number: char(8).primary() })
