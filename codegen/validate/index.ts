export { type Analysis, analyze } from './analyze.js'
