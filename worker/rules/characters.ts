/**
 * What nobody types on purpose and nobody sees: format characters (zero-width spaces, soft hyphens, direction marks, byte order marks) and
 * controls, with which two addresses, ids or names that look the same are not. Line breaks and tabs are white space.
 */
const UNSEEN = /[\p{Cf}\p{Cc}]/gu;
const WHITE = new Set(["\t", "\n", "\v", "\f", "\r"]);
/** Persian and Indian names are written with them. */
const JOINERS = new Set(["\u200c", "\u200d"]);

/** A text of one or several lines without what nobody sees. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, (letter) => (WHITE.has(letter) || JOINERS.has(letter) ? letter : ""));
}

/** A name, or another text of one line: white space is one space each, none stands around it. */
export function oneLine(text: string): string {
  return withoutUnseen(text).replace(/\s+/g, " ").trim().normalize("NFC");
}

/** An address or an id: joiners mean nothing in it. */
export function bare(text: string): string {
  return oneLine(text.replace(/[\u200c\u200d]/g, ""));
}
