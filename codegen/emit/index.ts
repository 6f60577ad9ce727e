export { entityModule } from './entity-module.js'
export { indexModule } from './index-module.js'
export { EMIT_DEFAULTS, type EmitOptions, type GeneratedFile, type ImportExtension } from './options.js'
