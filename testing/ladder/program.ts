import type { Launch } from '../process/watchdog.js'

export type ServerKind = 'redis' | 'mysql'

/** Which rung of the ladder gave the server. */
export interface ServerOrigin {
  readonly rung: 'environment' | 'machine' | 'cache' | 'packages' | 'docker'
  /** `redis 7.0.15`, `mariadb 10.11.19`; without the number where it is not known beforehand. */
  readonly name: string
  /** A path, an image, or an address without its password. */
  readonly from: string
}

/** A server that can be started here. */
export interface ServerProgram {
  readonly origin: ServerOrigin
  /** Address that the server must bind to so that 127.0.0.1 of this machine reaches it. */
  readonly bindAddress: '127.0.0.1' | '0.0.0.0'
  /** How an empty data directory comes to be; Redis needs none. */
  readonly initialisation: Initialisation
  /** How the server sees a path of this machine. */
  pathInside(path: string): string
  launch(settings: LaunchSettings): Launch
}

export type Initialisation =
  | { readonly kind: 'none' }
  /** MariaDB: its bootstrap mode runs the scripts of this folder. */
  | { readonly kind: 'scripts'; readonly directory: string }
  /** MySQL: an option of the server does it. */
  | { readonly kind: 'option' }

export interface LaunchSettings {
  readonly directory: string
  readonly port: number
  readonly args: readonly string[]
}
