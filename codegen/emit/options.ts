/** How imports between generated modules end. */
export type ImportExtension = 'js' | 'ts' | 'none'

export interface EmitOptions {
  /** The folder of the generated modules, relative to the working directory, with forward slashes. */
  readonly out: string
  readonly importExtension: ImportExtension
  /** What the header of the index names as its origin: the folder of the schemas. */
  readonly origin: string
}

export const EMIT_DEFAULTS = {
  out: 'generated',
  importExtension: 'js',
  origin: 'schemas',
} as const satisfies EmitOptions

/** A file to be written, whole. */
export interface GeneratedFile {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string
  readonly text: string
}
