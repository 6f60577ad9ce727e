export interface Settings {
  theme: string
}

export type Theme = 'dark' | 'light'

export interface Place {
  lat: number
}
