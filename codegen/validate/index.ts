export { Analyzer } from './analyzer.js'
