/** So that not all pages of an evening ask in the same moment. */
const SPREAD_MS = 1_000;
const PATIENCE_MS = 10_000;

/** Reads what a page was given again from the Worker: soon after it is asked to, and once for many askings. */
export class PageData<T> {
  #address: string;
  #onRead: (data: T) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #read = 0;

  constructor(address: string, onRead: (data: T) => void) {
    this.#address = address;
    this.#onRead = onRead;
  }

  readSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, Math.random() * SPREAD_MS);
  }

  /** What is not to be had now stays as it was: the next telling, or a reload, brings it. An older answer never follows a newer. */
  async #ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const data = await this.#fetch();
    if (data === null || asked < this.#read) return;
    this.#read = asked;
    this.#onRead(data);
  }

  async #fetch(): Promise<T | null> {
    try {
      const headers = { accept: "application/json" };
      const response = await fetch(this.#address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
      return response.ok ? ((await response.json()) as T) : null;
    } catch {
      return null;
    }
  }
}
