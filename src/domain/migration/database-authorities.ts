import type { Made } from '../task-definition.ts'

/**
 * The certificates of a PEM file, to be trusted in place of those of Node. The certificates of RDS and Aurora are signed by authorities of
 * RDS's own, which neither Node nor the system of a runner knows; those of RDS Proxy are signed by Amazon Trust Services, which Node does know
 * ("Using SSL/TLS to encrypt a connection", RDS User Guide).
 */
export function readAuthorities(text: string, path: string): Made<string> {
  const problems: string[] = []
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) problems.push(`${path} holds a private key, and only certificates belong there`)
  if (!/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.test(text))
    problems.push(`${path} holds no certificate in the form of PEM (-----BEGIN CERTIFICATE-----)`)
  return problems.length > 0 ? { problems } : { value: text }
}

/** What to do when the certificate of a database could not be verified. */
export function certificateAdvice(host: string, ca: string | undefined): string {
  const rds = /\.rds\.amazonaws\.com(\.cn)?$/i.test(host)
  if (ca !== undefined) {
    return rds
      ? `See that ${ca} is the bundle of the region of the database, or the global one, and that database-host is the endpoint RDS gives it.`
      : `See that ${ca} holds the authority that signed the certificate, and that the host is one of the names in it.`
  }
  return rds
    ? 'Put the bundle of RDS (https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem) into the repository and give its path in database-ca.'
    : 'Give the certificate of the authority that signed it in database-ca.'
}
