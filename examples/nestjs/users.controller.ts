import { Body, Controller, Get, HttpCode, NotFoundException, Param, Post } from '@nestjs/common'
import type { Engine } from 'orm-gen'
import { UserEntity, type UserInput } from './generated/index.js'
import { InjectEngine } from './orm-gen.module.js'

@Controller('users')
export class UsersController {
  @InjectEngine() private readonly engine!: Engine

  /** Accepted: durable in Redis, on its way to MySQL. */
  @Post()
  @HttpCode(202)
  async signUp(@Body() input: UserInput): Promise<UserEntity> {
    const user = new UserEntity(input)
    await this.engine.flushLazy(user)
    return user
  }

  /** Reads MySQL, which may trail. */
  @Get(':id')
  async one(@Param('id') id: string): Promise<UserEntity> {
    const user = await this.engine.loadById(UserEntity, BigInt(id))
    if (user === null) throw new NotFoundException()
    return user
  }
}
