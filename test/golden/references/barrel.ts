export * from './category.js'
export { Rack as Shelf } from './shelf.js'
