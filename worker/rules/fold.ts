import { asciiAddress } from "../ports/ascii-address.ts";
import { bare } from "./characters.ts";

/** Letters that Unicode does not take apart into a base letter and a mark. */
const PLAIN: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ı: "i",
  ĸ: "k",
  ς: "σ",
};

/** A name as it is compared: without case, accents, apostrophes, hyphens or spaces. "Siân O’Brien-Łęcki" and "sian obrien lecki" are one. */
export function foldName(name: string): string {
  // Lower case comes first: it turns İ into an i and a mark, which the decomposition then drops.
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[ßæœøłđðþħŧŋıĸς]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, "");
}

/**
 * What a person is looked up by: forename and surname, folded apart. Titles take no part. A name of signs alone, the "." or "-" of somebody
 * who has one name, folds to nothing, and one such equals every other.
 */
export function nameKey(person: { forename: string; surname: string }): string {
  return `${foldName(person.forename)} ${foldName(person.surname)}`;
}

/** Surname first, folded: how lists of people are in order. The database has it of earlier rows by migrations/0013. */
export function sortKey(person: { forename: string; surname: string }): string {
  return `${foldName(person.surname)} ${foldName(person.forename)}`;
}

/** How lists of classes are in order: figures by their value, so that 10b comes after 4A. */
export function classSortKey({ code, name }: { code: string; name: string }): string {
  return `${code} ${name}`.toLowerCase().replace(/\d+/g, (figures) => figures.padStart(6, "0"));
}

/**
 * An address as it is compared: its domain as DNS has it. Case in front of the @ could matter by the standard, and does at no provider.
 */
export function foldEmail(email: string): string {
  return asciiAddress(bare(email).toLowerCase());
}
