const COUNTRY = 2
const limits = { email: 255, country: COUNTRY } as const
const ROLES = ['admin', 'member'] as const

export { limits as LIMITS, ROLES }
