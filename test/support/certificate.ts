import { fileURLToPath } from 'node:url'

const path = (name: string) => fileURLToPath(new URL(`./tls/${name}`, import.meta.url))

/** Self-signed, for localhost and 127.0.0.1; its own authority. Protects nothing: the key is in the repository. */
export const TEST_CERTIFICATE = { certificate: path('certificate.pem'), key: path('key.pem') } as const
