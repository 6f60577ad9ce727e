/** Why a value does not fit, starting with a verb; undefined when it does. */
export type Fault = string | undefined
