import dns from "node:dns";

/**
 * Browsers know that every name under `localhost` is this machine (RFC 6761); Node asks the system, which may not. After this call
 * `fetch` and `WebSocket` of this process reach a school under its own name.
 */
export function resolveLocalhost(): void {
  const lookup = dns.lookup;
  const local = (host: string, ...rest: unknown[]) =>
    Reflect.apply(lookup, dns, [host.endsWith(".localhost") ? "127.0.0.1" : host, ...rest]);
  dns.lookup = Object.assign(local, { __promisify__: lookup.__promisify__ }) as typeof lookup;
}
