import { type DynamicModule, Inject, Module, type ModuleMetadata, type OnApplicationShutdown } from '@nestjs/common'
import {
  BackgroundConsumer,
  type BackgroundConsumerOptions,
  type ConfigInput,
  type CreateEngineOptions,
  createEngine,
  type Engine,
} from 'orm-gen'

export interface OrmGenModuleOptions extends CreateEngineOptions {
  /** A file, a Registry or a plain object; without it REDIS_URL and MYSQL_URL. */
  readonly config?: ConfigInput
  /** Given where this process applies the changes, too; else `orm-gen consume` does. */
  readonly consumer?: BackgroundConsumerOptions
}

export interface OrmGenModuleAsyncOptions<Dependencies extends readonly unknown[]>
  extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: { readonly [Index in keyof Dependencies]: NonNullable<DynamicModule['exports']>[number] }
  readonly useFactory: (...dependencies: Dependencies) => OrmGenModuleOptions | Promise<OrmGenModuleOptions>
}

const ENGINE = Symbol('orm-gen engine')
const OPTIONS = Symbol('orm-gen options')

/** `@InjectEngine() private readonly engine!: Engine` */
export const InjectEngine = () => Inject(ENGINE)

/** One engine for the application; open before the first request, closed after the last. */
@Module({})
export class OrmGenModule implements OnApplicationShutdown {
  @InjectEngine() private readonly engine!: Engine

  static forRootAsync<const Dependencies extends readonly unknown[]>(
    options: OrmGenModuleAsyncOptions<Dependencies>,
  ): DynamicModule {
    return {
      module: OrmGenModule,
      global: true,
      imports: options.imports ?? [],
      providers: [
        { provide: OPTIONS, inject: [...(options.inject ?? [])] as never[], useFactory: options.useFactory as never },
        { provide: ENGINE, inject: [OPTIONS], useFactory: openEngine },
      ],
      exports: [ENGINE],
    }
  }

  /** Ends the consumer, too, which finishes what it has begun. Nest calls it after `enableShutdownHooks()`. */
  async onApplicationShutdown(): Promise<void> {
    await this.engine.close()
  }
}

async function openEngine({ config, consumer, ...options }: OrmGenModuleOptions): Promise<Engine> {
  const engine = await createEngine(config, options)
  if (consumer !== undefined) {
    new BackgroundConsumer(engine, consumer).run().catch((error: unknown) => {
      engine.logger.error({ err: error }, 'The consumer has ended')
    })
  }
  return engine
}
