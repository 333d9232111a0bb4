import { Listeners } from "./listeners.ts";

/** Where announcements are heard: on the page, or in the box that lies over it, since a modal box silences all that is outside. */
export type Spot = string;
export type Said = { id: number; spot: Spot; words: string };

export const PAGE: Spot = "page";
/** Long enough to be read out, and gone before somebody finds it by arrow keys and takes it for news. */
const FORGOTTEN_AFTER_MS = 10_000;

/**
 * The page's one voice, for whoever cannot see it. Each announcement is a node of its own in a polite region: two in one moment are both
 * heard, and the same words a second time are heard again.
 */
export class Announcer {
  #said: readonly Said[] = [];
  #count = 0;
  #spots: Spot[] = [PAGE];
  #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;

  say(sentences: readonly string[]): void {
    if (sentences.length === 0) return;
    this.#count += 1;
    const said = { id: this.#count, spot: this.#spots.at(-1) ?? PAGE, words: sentences.join(". ") };
    this.#tell([...this.#said, said]);
    setTimeout(() => this.#tell(this.#said.filter(({ id }) => id !== said.id)), FORGOTTEN_AFTER_MS);
  }

  saidIn(spot: Spot): readonly Said[] {
    return this.#said.filter((one) => one.spot === spot);
  }

  /** A box has opened over everything else: until it is left, it is the one place that is heard. */
  enter(spot: Spot): () => void {
    this.#spots = [...this.#spots, spot];
    return () => {
      this.#spots = this.#spots.filter((other) => other !== spot);
    };
  }

  #tell(said: readonly Said[]): void {
    this.#said = said;
    this.#listeners.tell();
  }
}
