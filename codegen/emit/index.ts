export { entityModule } from './entity-module.js'
export { isGenerated } from './header.js'
export { indexModule } from './index-module.js'
export type { EmitOptions, GeneratedFile, ImportExtension } from './options.js'
