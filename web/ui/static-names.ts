/** The build's table of names, `call.js` to `call-W2BQ6TZL.js`; undefined where nothing was built, as in tests of pages. */
declare const STATIC_NAMES: Readonly<Record<string, string>> | undefined;

const built = new Map(Object.entries(typeof STATIC_NAMES === "undefined" ? {} : STATIC_NAMES));

/** The address of a file of `/static/`, by its name in the code: `parlour.css`, `call.js`. */
export function staticPath(name: string): string {
  return `/static/${built.get(name) ?? name}`;
}

/**
 * Where the file is now that had this name in another deployment, or that is asked for by its plain name; undefined where there is none, or
 * no other.
 */
export function presentPath(served: string): string | undefined {
  const plain = served.replace(/-[A-Z0-9]{8}(?=\.[a-z]+$)/, "");
  const now = built.get(plain) ?? built.get(served);
  return now === undefined || now === served ? undefined : `/static/${now}`;
}
