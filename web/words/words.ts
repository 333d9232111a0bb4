import type { GetICUArgs } from "@schummar/icu-type-parser";
import format, { type CompiledMessage, type FormatOptions, type FormatValues } from "icu-minify/format";
import type { ComponentChildren } from "preact";
// The type alone: a script in a browser gets the messages that it uses from its page, and not the whole catalogue.
import type { en } from "./en.ts";
import { clockTime, list, longDate } from "./format.ts";
import type { Locale } from "./locales.ts";

type Catalogue = typeof en;
/** A part of the catalogue: "home". */
export type Area = keyof Catalogue;
/** A message: "home.title". */
export type Key<A extends Area = Area> = { [N in A]: `${N}.${keyof Catalogue[N] & string}` }[A];

type MessageOf<K> = K extends `${infer N extends Area}.${infer M}`
  ? Catalogue[N][M & keyof Catalogue[N]] & string
  : never;
type Values<K> = GetICUArgs<MessageOf<K>, { ICUArgument: string | number; ICUNumberArgument: number }>;
type TagName<Message> = Message extends `${string}</${infer Tag}>${infer Rest}` ? Tag | TagName<Rest> : never;
type Tags<K> = { [T in TagName<MessageOf<K>>]: (children: ComponentChildren) => ComponentChildren };
type Given<V> = keyof V extends never ? [] : [values: V];

/** Messages in one language: a key or a value that is missing is an error of types. */
export type Words<A extends Area = Area> = {
  locale: Locale;
  /** A message without elements in it. */
  <K extends Key<A>>(key: K, ...values: [TagName<MessageOf<K>>] extends [never] ? Given<Values<K>> : [never]): string;
  /** A message with elements in it: each `<tag>` is a function from what it encloses. */
  rich<K extends Key<A>>(key: K, values: Values<K> & Tags<K>): ComponentChildren;
  /** "16:05" in the zone. */
  time(at: number, zone: string): string;
  /** "Monday, 21st December" in the zone. */
  date(at: number, zone: string, withYear?: boolean): string;
  /** "Mrs Abell, Mr Davies and Miss Brooks". */
  list(names: readonly string[]): string;
};

/** Reads messages out of what `find` gives. Runs in browsers, workerd and Node alike. */
export function makeWords(locale: Locale, find: (key: string) => CompiledMessage): Words {
  const options = { formatters: formattersOf() };
  const read = (key: string, values?: object) =>
    format<ComponentChildren>(find(key), locale.intl, isolated(values) as FormatValues<ComponentChildren>, options);
  const isolate = (text: string) => (locale.dir === "rtl" ? `\u2068${text}\u2069` : text);
  const isolated = (values: object = {}) =>
    locale.dir === "rtl"
      ? Object.fromEntries(Object.entries(values).map(([k, v]) => [k, typeof v === "string" ? isolate(v) : v]))
      : values;
  return Object.assign((key: string, values?: object) => String(read(key, values)), {
    locale,
    rich: (key: string, values: object) => read(key, values),
    time: (at: number, zone: string) => clockTime(at, zone, locale.intl),
    date: (at: number, zone: string, withYear?: boolean) => longDate(at, zone, withYear, locale.intl),
    list: (names: readonly string[]) => list(names.map(isolate), locale.intl),
  });
}

/** Making a plural rule costs far more than using it. */
function formattersOf(): FormatOptions["formatters"] {
  const rules = new Map<string, Intl.PluralRules>();
  return {
    getDateTimeFormat: (locale, format) => new Intl.DateTimeFormat(locale, format),
    getNumberFormat: (locale, format) => new Intl.NumberFormat(locale, format),
    getPluralRules(locale, { type = "cardinal" } = {}) {
      const made = rules.get(type) ?? new Intl.PluralRules(locale, { type });
      rules.set(type, made);
      return made;
    },
  };
}
