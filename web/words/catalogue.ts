import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import { en } from "./en.ts";
import { ENGLISH, type Locale } from "./locales.ts";
import { disguise } from "./pseudo.ts";
import { type Area, makeWords, type Words } from "./words.ts";

/** Messages by area and key, as translators are handed them. */
export type Messages = Record<string, Record<string, string>>;

const english: Messages = en;
const made = new Map<string, Words>();

/** The words of a language, each parsed when it is first asked for. */
export function wordsIn(locale: Locale): Words {
  const known = made.get(locale.name);
  if (known) return known;
  const compiled = new Map<string, CompiledMessage>();
  const words = makeWords(locale, (key) => {
    const message = compiled.get(key) ?? compileKey(key, locale);
    compiled.set(key, message);
    return message;
  });
  made.set(locale.name, words);
  return words;
}

/** What mails and whatever else has no reader's language are written in. */
export const englishWords: Words = wordsIn(ENGLISH);

/** What a script needs of the catalogue, as its page carries it. */
export type PackedWords = { locale: Locale; messages: Record<string, CompiledMessage> };

const packed = new Map<string, PackedWords>();

export function packWords(locale: Locale, areas: readonly Area[]): PackedWords {
  const known = packed.get(`${locale.name} ${areas.join()}`);
  if (known) return known;
  const keys = areas.flatMap((area) => Object.keys(english[area] ?? {}).map((name) => `${area}.${name}`));
  const made = { locale, messages: Object.fromEntries(keys.map((key) => [key, compileKey(key, locale)])) };
  packed.set(`${locale.name} ${areas.join()}`, made);
  return made;
}

function compileKey(key: string, { pseudo }: Locale): CompiledMessage {
  const [area = "", ...rest] = key.split(".");
  const message = english[area]?.[rest.join(".")];
  if (message === undefined) throw new Error(`No such message: ${key}`);
  const compiled = compile(message);
  return pseudo ? disguise(compiled, pseudo) : compiled;
}
