export { createMetrics, type Metrics, type MetricsHost } from './create-metrics.js'
export { MissingPackageError } from './missing-package-error.js'
