/** Why an address takes no mail any more. */
type Reason = "HardBounce" | "SpamComplaint";

/** Addresses that mail came back from, or whose owners complained: Postmark refuses to send there (Suppressions API). Forgotten at a restart. */
export class Suppressions {
  readonly #reasons = new Map<string, Reason>();

  add(address: string, reason: Reason): void {
    this.#reasons.set(address.toLowerCase(), reason);
  }

  has(address: string): boolean {
    return this.#reasons.has(address.toLowerCase());
  }

  /** Lets an address go; false for one whose owner complained, which only they can undo. One that is not stopped counts as let go. */
  delete(address: string): boolean {
    if (this.#reasons.get(address.toLowerCase()) === "SpamComplaint") return false;
    this.#reasons.delete(address.toLowerCase());
    return true;
  }
}
