import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal that a person can read: what is wrong and what to do. Mapped to a page (or JSON) once, in `onError`. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  readonly words: string;

  constructor(status: ContentfulStatusCode, title: string, words: string) {
    super(title);
    this.status = status;
    this.title = title;
    this.words = words;
  }
}

export const notFound = () =>
  new Problem(
    404,
    "We can’t find that page",
    "The address may be mistyped, or the page may have moved. Go back to the start and try from there.",
  );
