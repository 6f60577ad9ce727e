export { type TableSql, tableSql } from './table-sql.js'
