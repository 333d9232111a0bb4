/** Objects are named `{school}/{id}`: the object of another id in the same school. */
export function inSameSchool(name: string, id: string): string {
  return `${name.slice(0, name.indexOf("/") + 1)}${id}`;
}

/** What comes after the school. */
export function idWithin(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}

/** The namespace in the jurisdiction that the rooms must live in, if there is one. */
export function within<Namespace extends { jurisdiction(jurisdiction: "eu"): Namespace }>(
  namespace: Namespace,
  jurisdiction: string | undefined,
): Namespace {
  return jurisdiction === "eu" ? namespace.jurisdiction("eu") : namespace;
}
