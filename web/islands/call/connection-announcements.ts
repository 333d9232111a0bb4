import type { Picture } from "./sending.ts";

/** A connection that has been good for less than this may only be wavering. */
const STEADY_MS = 20_000;

/** Says that one's own connection is weak, and that it is good again, once each: while it wavers nothing more is said. */
export class ConnectionAnnouncements {
  #told: "weak" | "good" = "good";
  #goodSince: number | null = null;

  /** To be looked at every second; null where nothing is sent that could tell. `now` is in milliseconds. */
  look(picture: Picture | null, now: number): "weak" | "good" | undefined {
    const isWeak = picture === "smaller" || picture === "small" || picture === "none";
    if (isWeak || picture === null) this.#goodSince = null;
    else this.#goodSince ??= now;
    if (isWeak && this.#told === "good") return this.#tell("weak");
    if (this.#goodSince === null || this.#told === "good" || now - this.#goodSince < STEADY_MS) return undefined;
    return this.#tell("good");
  }

  #tell(told: "weak" | "good"): "weak" | "good" {
    this.#told = told;
    return told;
  }
}
