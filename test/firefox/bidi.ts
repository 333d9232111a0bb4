type Answer = { id?: number; type: string; result?: unknown; error?: string; message?: string };
type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

const ANSWERS_WITHIN_MS = 60_000;

/** As much of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) as one page needs: commands out, their results back. */
export class Bidi {
  #socket: WebSocket;
  #waiting = new Map<number, Waiting>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#onAnswer(JSON.parse(String(data)) as Answer);
    socket.onclose = () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("Firefox went away"));
    };
  }

  /** Opens the one session that a Firefox has. */
  static async connect(url: string): Promise<Bidi> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`Firefox does not answer at ${url}`));
    });
    const bidi = new Bidi(socket);
    await bidi.send("session.new", { capabilities: {} });
    return bidi;
  }

  /** The result of a command, as the specification describes it. Throws with Firefox's words, or when no answer comes. */
  send(method: string, params: object): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const tooLate = setTimeout(() => reject(new Error(`Firefox does not answer ${method}`)), ANSWERS_WITHIN_MS);
    this.#waiting.set(id, { resolve, reject });
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise.finally(() => {
      clearTimeout(tooLate);
      this.#waiting.delete(id);
    });
  }

  #onAnswer({ id, error, message, result }: Answer): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (error) waiting?.reject(new Error(`${error}: ${message}`));
    else waiting?.resolve(result);
  }
}
