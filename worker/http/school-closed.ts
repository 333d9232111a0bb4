import type { Words } from "../../web/words/words.ts";
import { Problem } from "./problem.ts";

type Closed = { name: string; officePhone: string; state: "suspended" | "ended" | "open" };

/** The refusal of every page, pass, socket and feed of a school that is suspended or has ended: it says whom to ask. */
export class SchoolClosed extends Problem {
  readonly #school: Closed;

  constructor(school: Closed) {
    const hasEnded = school.state === "ended";
    const code = hasEnded ? "schoolEnded" : "schoolSuspended";
    super(hasEnded ? 410 : 403, { title: code, words: "" });
    this.#school = school;
  }

  override in(t: Words) {
    const { name, officePhone: phone, state } = this.#school;
    const given = { known: phone ? "yes" : "no", phone } as const;
    return state === "ended"
      ? { title: t("info.ended.title", { school: name }), words: t("info.ended.text", given) }
      : { title: t("info.suspended.title", { school: name }), words: t("info.suspended.text", given) };
  }
}
