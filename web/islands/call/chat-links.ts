export type ChatPart = { text: string; href?: string };

/** Addresses as people write them; control characters that could turn the shown order round end one. */
const ADDRESS = /https?:\/\/[^\s<>"\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;
/** What follows an address in a sentence and is not part of it. */
const AFTER = /[.,;:!?'’”)\]}]+$/;

/** A message in parts, the web addresses in it as links. They are shown whole, so that everyone sees where one leads. */
export function chatParts(words: string): ChatPart[] {
  const parts: ChatPart[] = [];
  let from = 0;
  for (const match of words.matchAll(ADDRESS)) {
    const text = trimmed(match[0]);
    if (!isWeb(text)) continue;
    if (match.index > from) parts.push({ text: words.slice(from, match.index) });
    parts.push({ text, href: text });
    from = match.index + text.length;
  }
  if (from < words.length) parts.push({ text: words.slice(from) });
  return parts;
}

/** A bracket that the address itself opened stays. */
function trimmed(address: string): string {
  const end = AFTER.exec(address)?.[0] ?? "";
  const closes = end.startsWith(")") && address.includes("(");
  return address.slice(0, address.length - end.length + (closes ? 1 : 0));
}

function isWeb(address: string): boolean {
  if (!URL.canParse(address)) return false;
  return ["http:", "https:"].includes(new URL(address).protocol);
}
