/** Ends a switch over a union: a member without a case of its own is an error of types. */
export function assertNever(value: never): never {
  throw new Error(`Not handled: ${JSON.stringify(value)}`);
}
