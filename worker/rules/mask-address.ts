/** Enough of an address for its owner to know it: "d•••@mail.example". */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "" : `${[...address][0]}•••${address.slice(at)}`;
}
