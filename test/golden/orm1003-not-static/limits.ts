export const LIMIT = 40
