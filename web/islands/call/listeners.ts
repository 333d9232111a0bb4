/** Whoever wants to be told that something has changed. */
export class Listeners {
  #all = new Set<() => void>();

  /** Until the function is called that it returns. Bound, as `tell` is: an owner hands it over as its own. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };

  readonly tell = (): void => {
    for (const listener of this.#all) listener();
  };
}
