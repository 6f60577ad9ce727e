import { Module } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { entities } from './generated/index.js'
import { OrmGenModule } from './orm-gen.module.js'
import { UsersController } from './users.controller.js'
import { ValueErrorFilter } from './value-error.filter.js'

@Module({
  imports: [
    OrmGenModule.forRootAsync({
      useFactory: () => ({ config: 'orm.yaml', entities, consumer: { workers: 4 } }),
    }),
  ],
  controllers: [UsersController],
  providers: [{ provide: APP_FILTER, useClass: ValueErrorFilter }],
})
export class AppModule {}
