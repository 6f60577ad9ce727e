/** The text of a schema file, and its path relative to the working directory with forward slashes. */
export interface SchemaSource {
  readonly path: string
  readonly text: string
}
