import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Area, Key, Words } from "../../web/words/words.ts";

type InProblems<K> = K extends `problems.${infer Name}.text` ? Name : never;
/** A problem of the catalogue: it has a title and a text. */
export type ProblemName = InProblems<Key<Extract<Area, "problems">>>;
type Said = { title: string; words: string };

/** A refusal that a person can read: what is wrong and what to do. Mapped to a page (or JSON) once, in `onError`. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode;
  /** For scripts, whatever the language: "cancelled". */
  readonly code: string;
  readonly #what: ProblemName | Said;
  /** Where to sign in with an account that may. */
  readonly signInUrl: string | null;

  /** `what` is in plain words only where no family can meet it. */
  constructor(status: ContentfulStatusCode, what: ProblemName | Said, signInUrl: string | null = null) {
    super(typeof what === "string" ? what : what.title);
    this.status = status;
    this.code = this.message;
    this.#what = what;
    this.signInUrl = signInUrl;
  }

  in(t: Words): Said {
    if (typeof this.#what !== "string") return this.#what;
    return { title: t(`problems.${this.#what}.title`), words: t(`problems.${this.#what}.text`) };
  }
}

export const notFound = () => new Problem(404, "notFound");

/** The refusal of a form that no page of ours can have sent. */
export const unreadable = () => new Problem(422, "unreadablePress");
