import { UserEntity } from './generated/index.js'

/** The code under test: it uses the default engine and knows nothing of tests. */
export async function signUp(email: string): Promise<UserEntity> {
  const user = new UserEntity({ email: email.trim().toLowerCase() })
  await user.flushLazy()
  return user
}

export async function countLogin(user: UserEntity): Promise<void> {
  user.increment('logins')
  await user.flushLazy()
}
