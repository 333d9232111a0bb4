import { setTimeout as sleep } from "node:timers/promises";
import type { Bidi } from "./bidi.ts";

type Tree = { contexts: { context: string }[] };
type Outcome = { type: string; result?: { value?: string }; exceptionDetails?: { text: string } };

/** A page in Firefox, with the few hands that a trial needs. */
export class FirefoxPage {
  #bidi: Bidi;
  #context: string;

  private constructor(bidi: Bidi, context: string) {
    this.#bidi = bidi;
    this.#context = context;
  }

  /** The page that Firefox begins with: it has the focus, without which Firefox hands out no camera. */
  static async first(bidi: Bidi): Promise<FirefoxPage> {
    const { contexts } = (await bidi.send("browsingContext.getTree", {})) as Tree;
    return new FirefoxPage(bidi, contexts[0]?.context ?? "");
  }

  /** Runs before the scripts of every page from now on. */
  async addInitScript(script: () => void): Promise<void> {
    await this.#bidi.send("script.addPreloadScript", { functionDeclaration: script.toString() });
  }

  async goto(url: string): Promise<void> {
    await this.#bidi.send("browsingContext.navigate", { context: this.#context, url, wait: "complete" });
  }

  async reload(): Promise<void> {
    await this.#bidi.send("browsingContext.reload", { context: this.#context, wait: "complete" });
  }

  /** Runs in the page, as if a person had just pressed something; what goes in and comes out is JSON. Throws what it throws. */
  async evaluate<R, A extends unknown[]>(script: (...given: A) => R | Promise<R>, ...given: A): Promise<R> {
    const outcome = (await this.#bidi.send("script.callFunction", {
      functionDeclaration: `async (given) => JSON.stringify((await (${script})(...JSON.parse(given))) ?? null)`,
      arguments: [{ type: "string", value: JSON.stringify(given) }],
      target: { context: this.#context },
      awaitPromise: true,
      userActivation: true,
    })) as Outcome;
    if (outcome.type !== "success") throw new Error(outcome.exceptionDetails?.text ?? "The page threw");
    return JSON.parse(outcome.result?.value ?? "null") as R;
  }

  /** Waits until there is an element of this kind whose words begin so, and presses it. */
  async press(selector: string, words = ""): Promise<void> {
    await this.until(
      `${selector} ${words}`,
      (wanted, text) => {
        const all = [...document.querySelectorAll<HTMLElement>(wanted)];
        const found = all.find((one) => one.textContent?.trim().startsWith(text) && !one.matches(":disabled"));
        found?.click();
        return found !== undefined;
      },
      selector,
      words,
    );
  }

  /** Presses the keys of these characters, one after the other; "\uE007" is Enter. */
  async type(keys: string): Promise<void> {
    const actions = [...keys].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.#bidi.send("input.performActions", {
      context: this.#context,
      actions: [{ type: "key", id: "keyboard", actions }],
    });
  }

  /** Asks the page again and again, for at most half a minute. */
  async until<A extends unknown[]>(what: string, script: (...given: A) => boolean, ...given: A): Promise<void> {
    for (let tries = 0; tries < 150; tries += 1) {
      if (await this.evaluate(script, ...given)) return;
      await sleep(200);
    }
    throw new Error(`In Firefox there is no ${what}`);
  }
}
