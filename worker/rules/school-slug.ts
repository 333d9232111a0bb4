import { foldName } from "./fold.ts";

/** Why a subdomain can't be a school's. `like`: of another school or a reserved word, with what it would be mistaken for. */
export type SlugFault =
  | { kind: "empty" | "letters" | "hyphens" | "short" | "long" | "reserved" | "taken" }
  | { kind: "like"; slug: string };

const LEAST = 3;
const MOST = 40;

/** Names that belong to the platform, or that people would take for its own. */
const RESERVED = new Set(
  `abuse account accounts admin administrator api apex app apps asset assets auth autoconfig autodiscover blog calendar call calls cdn
  cloudflare contact dashboard demo desk dev dns docs download email ftp help hostmaster imap info internal invite legal live local
  localhost login logout mail media meet mobile mta-sts news ns ns1 ns2 office oidc operator operators parlour parlor payment pop pop3
  postmark postmaster preview privacy production proxy public register room rooms root sales school schools secure security server sfu
  sign-in signin sign-up signup smtp sso staff staging static status stun support system team test tests turn update video vpn webhook
  webhooks webmail webmaster www`.split(/\s+/),
);

/** Letters and figures that are read as one another. */
const SEEN_AS: Record<string, string> = {
  ...{
    "0": "o",
    "1": "l",
    i: "l",
    j: "l",
    "2": "z",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "b",
    "7": "t",
    "8": "b",
    "9": "g",
  },
  ...{ q: "g", u: "v" },
};

/** What a subdomain looks like at a glance: without hyphens and doubled letters, and one sign for all that look the same. */
export function looksLike(slug: string): string {
  return slug
    .replaceAll("-", "")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("cl", "d")
    .replace(/[0-9ijqu]/g, (sign) => SEEN_AS[sign] ?? sign)
    .replace(/(.)\1+/g, "$1");
}

/** What is wrong with a subdomain, lower case, beside those that schools have; null where it can be a new school's. */
export function slugFault(slug: string, taken: readonly string[]): SlugFault | null {
  if (slug === "") return { kind: "empty" };
  if (!/^[a-z0-9-]+$/.test(slug)) return { kind: "letters" };
  if (/^-|-$|--/.test(slug) || !/[a-z]/.test(slug)) return { kind: "hyphens" };
  if (slug.length < LEAST) return { kind: "short" };
  if (slug.length > MOST) return { kind: "long" };
  if (taken.includes(slug)) return { kind: "taken" };
  if (RESERVED.has(slug)) return { kind: "reserved" };
  const seen = looksLike(slug);
  const like = [...taken, ...RESERVED].find((other) => looksLike(other) === seen);
  return like === undefined ? null : { kind: "like", slug: like };
}

/** "Green Abbey Primary School" in short: "Green Abbey". */
export function shortNameOf(name: string): string {
  const kinds =
    "(?:primary|secondary|high|grammar|junior|infant|infants|nursery|middle|community|academy|school|college|c of e|rc)";
  const short = name.replace(new RegExp(`(?:[\\s,]+(?:and\\s+)?${kinds})+$`, "i"), "").trim();
  return short || name;
}

/** The subdomain that a name suggests: "greenabbey". */
export function slugOf(shortName: string): string {
  return foldName(shortName)
    .replace(/[^a-z0-9]/g, "")
    .slice(0, MOST);
}

/** A fault in words. */
export function slugFaultWords(fault: SlugFault): string {
  switch (fault.kind) {
    case "empty":
      return "Enter the school’s subdomain: the part of its address before the first dot";
    case "letters":
      return "Use the letters a to z without accents, figures and hyphens only";
    case "hyphens":
      return "Use at least one letter, and single hyphens between letters or figures only";
    case "short":
      return `Use at least ${LEAST} letters`;
    case "long":
      return `Use ${MOST} letters at most`;
    case "reserved":
      return "This name is kept for Parlour’s own addresses. Choose another";
    case "taken":
      return "Another school has this subdomain. Choose another";
    case "like":
      return `This looks too much like “${fault.slug}”: families could take one for the other. Choose another`;
  }
}
