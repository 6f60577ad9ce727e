export { type Analysis, Analyzer } from './analyzer.js'
