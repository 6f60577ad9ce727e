export const y = 'a'
