export { createTables } from './create-table.js'
export { quoteName, quoteText } from './quote.js'
export { type TableSql, tableSql } from './table-sql.js'
export type { UpdateManySql } from './update-many.js'
