import * as z from "zod";
import { bare, oneLine, withoutUnseen } from "./characters.ts";

/** A mistake in one field of a form, in words; `field` is the id of its box. */
export type FieldError<Field extends string = string> = { field: Field; words: string };

/** The furthest instant that ECMAScript knows. */
const LAST_INSTANT = 8.64e15;

/** Browsers send a line break as CRLF, which counts as one character in the box. */
function tidied(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}

/**
 * What was typed, without characters that nobody sees, to be shown again where something is wrong: empty where it is no text, or longer
 * than `most` characters.
 */
export const typed = (most: number) =>
  z
    .string()
    .max(most)
    .catch("")
    .transform((text) => tidied(withoutUnseen(text)));

/** A name, or another text of one line. */
export const typedLine = (most: number) => typed(most).transform(oneLine);

/** An address, or an id of the school's. */
export const typedAddress = (most: number) => typed(most).transform(bare);

/** What was typed, cut and not dropped where it is too long, so that the form can say so. */
export const typedInPart = (most: number) =>
  z
    .string()
    .catch("")
    .transform((text) => text.slice(0, most));

/** A text of several lines, refused where it is longer than `most` characters. */
export const message = (most = Number.POSITIVE_INFINITY) => z.string().transform(tidied).pipe(z.string().max(most));

/** What a page put into the form beside what is typed: empty where it is missing or longer than `most` characters. */
export const hidden = (most: number) => z.string().max(most).catch("");

/** The id of a thing of ours. */
export const id = z.string().min(1).max(100);

/** Epoch milliseconds. */
export const instant = z.coerce.number().int().positive().max(LAST_INSTANT);

/** A box whose two answers are sent as 1 and 0. */
export const yesOrNo = z.enum(["0", "1"]).transform((said) => said === "1");

/** What was ticked of several boxes of one name; a single one is sent as one text. None is `undefined`. */
export const ticked = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/** A single box, of which something is sent where it is ticked. */
export const tick = (value: string) =>
  z
    .literal(value)
    .optional()
    .catch(undefined)
    .transform((said) => said !== undefined);
