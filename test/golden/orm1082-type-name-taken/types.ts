export interface Entity {
  a: string
}
