/** A language in which pages can be read. */
export type Locale = {
  /** As a request asks for it. */
  name: string;
  /** For `<html lang>`. */
  lang: string;
  dir: "ltr" | "rtl";
  /** Whose dates, lists and plurals `Intl` gives. */
  intl: string;
  pseudo?: "longer" | "mirrored";
};

export const ENGLISH: Locale = { name: "en", lang: "en-GB", dir: "ltr", intl: "en-GB" };

/** What schools get. The first is for whoever asks for none of them. */
export const SHIPPED: readonly [Locale, ...Locale[]] = [ENGLISH];

/** English made longer, and English mirrored: layouts are tried on them, on a developer's machine alone. */
export const PSEUDO: readonly Locale[] = [
  { name: "en-XA", lang: "en-XA", dir: "ltr", intl: "en-GB", pseudo: "longer" },
  { name: "ar-XB", lang: "ar-XB", dir: "rtl", intl: "ar-u-nu-latn", pseudo: "mirrored" },
];
