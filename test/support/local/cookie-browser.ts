export type Visited = { url: string; status: number; text: string };

/** Follows links and sends forms over HTTP as a browser does that runs no scripts, with a jar for the cookies of each host. */
export class CookieBrowser {
  readonly #jar = new Map<string, Map<string, string>>();

  /** Goes to an address and wherever it is sent on; not to an address that `until` says yes to, which is then the answer's. */
  async go(url: string, init: RequestInit = {}, until = (_at: string) => false): Promise<Visited> {
    let response = await this.#once(url, init);
    let at = url;
    for (let hops = 0; response.headers.get("location"); hops += 1) {
      if (hops === 12) throw new Error(`Sent on for ever at ${at}`);
      at = new URL(response.headers.get("location") ?? "", at).href;
      if (until(at)) break;
      response = await this.#once(at, {});
    }
    return { url: at, status: response.status, text: await response.text() };
  }

  /** Sends fields as a form of the page at `from` does. */
  send(
    from: string,
    action: string,
    fields: Record<string, string>,
    until?: (at: string) => boolean,
  ): Promise<Visited> {
    const headers = { origin: new URL(from).origin, "content-type": "application/x-www-form-urlencoded" };
    return this.go(
      new URL(action, from).href,
      { method: "POST", headers, body: new URLSearchParams(fields).toString() },
      until,
    );
  }

  async #once(url: string, init: RequestInit): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.#jar.get(host) ?? new Map<string, string>();
    this.#jar.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { ...init, headers: { ...init.headers, cookie }, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return response;
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const at = pair.indexOf("=");
  const isGone = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one));
  if (isGone) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}
