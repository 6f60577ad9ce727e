export { createDashboard, type Dashboard, type DashboardHost } from './create-dashboard.js'
export { DASHBOARD_DEFAULTS, type DashboardOptions } from './options.js'
export { WeakTokenError } from './weak-token-error.js'
