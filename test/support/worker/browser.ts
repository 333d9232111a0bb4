import type { testApp } from "./small-school.ts";

type App = ReturnType<typeof testApp>["app"];

/** A browser at one school's site: it keeps its cookies, follows no redirect by itself, and waits for what goes on after an answer. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #app: App;
  readonly #origin: string;

  constructor(app: App, slug: string) {
    this.#app = app;
    this.#origin = `http://${slug}.localhost`;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers });
  }

  post(path: string, form: Record<string, string> = {}): Promise<Response> {
    const headers = { origin: this.#origin, "content-type": "application/x-www-form-urlencoded" };
    return this.#send(path, { method: "POST", body: new URLSearchParams(form), headers });
  }

  /** Asks for the pass to a room, as the call's page does. */
  pass(appointmentId: string): Promise<Response> {
    const headers = { origin: this.#origin, "content-type": "application/json", accept: "application/json" };
    return this.#send(`/rooms/${appointmentId}/pass`, { method: "POST", body: "{}", headers });
  }

  async text(path: string): Promise<string> {
    return (await this.get(path)).text();
  }

  get isSignedIn(): boolean {
    return this.cookies.has("parlour");
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { "user-agent": ANDROID, ...init.headers, cookie };
    // A mail's link has the port of the configuration.
    const { pathname, search } = new URL(path, this.#origin);
    const url = `${this.#origin}${pathname}${search}`;
    const request = new Request(url, { ...init, headers, redirect: "manual" });
    const after: Promise<unknown>[] = [];
    const context = { waitUntil: (work: Promise<unknown>) => after.push(work), passThroughOnException() {}, props: {} };
    const answer = await this.#app.fetch(request, {}, context);
    await Promise.all(after);
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "" || /max-age=0(;|$)/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
