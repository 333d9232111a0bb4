export type LogoType = "image/png" | "image/jpeg" | "image/webp";

export const MOST_LOGO_BYTES = 200_000;

/** What kind of picture a file is, by its first bytes: its name and what the browser calls it are the sender's word alone. Null: none of ours. */
export function logoTypeOf(bytes: Uint8Array): LogoType | null {
  if (starts(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  if (starts(bytes, 0, [0xff, 0xd8, 0xff])) return "image/jpeg";
  const isRiff = starts(bytes, 0, [0x52, 0x49, 0x46, 0x46]);
  return isRiff && starts(bytes, 8, [0x57, 0x45, 0x42, 0x50]) ? "image/webp" : null;
}

function starts(bytes: Uint8Array, at: number, with_: readonly number[]): boolean {
  return with_.every((byte, index) => bytes[at + index] === byte);
}
