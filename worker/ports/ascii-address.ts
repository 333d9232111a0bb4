/** A domain as DNS has it, by the platform's own IDNA: "schüle.example" is "xn--schle-mva.example". Null for what is no domain. */
export function asciiDomain(domain: string): string | null {
  const address = `http://${domain}/`;
  // Signs that would end a host in an address, or be taken apart in it.
  if (/[\s/\\?#@:%[\]]/.test(domain) || !URL.canParse(address)) return null;
  return new URL(address).hostname;
}

/** An address as a mail server takes it: its domain in ASCII. What has no domain stays as it is. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = at < 0 ? null : asciiDomain(address.slice(at + 1));
  return domain ? `${address.slice(0, at)}@${domain}` : address;
}
