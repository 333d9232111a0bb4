/** `http://greenabbey.localhost:8787`: the origin that mails' links begin with. */
export function schoolOrigin({ PUBLIC_URL }: { PUBLIC_URL: URL }, slug: string): string {
  const { protocol, host } = PUBLIC_URL;
  return `${protocol}//${slug}.${host}`;
}
