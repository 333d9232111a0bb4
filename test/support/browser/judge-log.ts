/** A product's own words to whoever started it; all else that it prints is its log. */
const OF_THE_START =
  /^(?:Starting Parlour …|Parlour is ready\.|\s+(?:About Parlour|The school|The mail tray) .*|To sign in, .*|To stop, .*|(?:The Worker|The media server) (?:ended|is back).*|\[mf:warn\] The Workers runtime crashed .*)$/;

/** Says what a text may not hold, and how to see it. */
const TELLTALES: [string, RegExp][] = [
  ["an e-mail address", /[^\s"<>]+@[^\s"<>]+\.[a-z]+/i],
  ["a guest's token", /guestToken=/],
  ["a signed token", /[\w-]+\.[\w+/=-]{16,}\.[\w+/=-]{16,}/],
];
const SECRET = /(?<![0-9a-f])[0-9a-f]{32,}(?![0-9a-f])/i;

/**
 * What is wrong with the lines that a product has printed: one that is no JSON with level and event, or holds one of the names, an e-mail
 * address or what looks like a token. The database's own ids look like one too, and stand in fields that are named for them.
 */
export function judgeLog(output: string, names: readonly string[]): string[] {
  const known = new Set(names);
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !OF_THE_START.test(line));
  return lines.flatMap((line) => {
    const fields = fieldsOf(line);
    if (!fields) return [`not a line of fields with level and event: ${line}`];
    const found = Object.entries(fields).flatMap(([key, value]) => {
      const text = `${key} ${String(value)}`;
      const told = TELLTALES.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
      if (text.split(/[^\p{L}]+/u).some((word) => known.has(word))) told.push("a name");
      if (!key.endsWith("Id") && SECRET.test(text)) told.push("what looks like a token");
      return told;
    });
    return found.map((what) => `${what} in the log: ${line}`);
  });
}

function fieldsOf(line: string): Record<string, unknown> | null {
  try {
    const fields: unknown = JSON.parse(line);
    const isLine = typeof fields === "object" && fields !== null && "level" in fields && "event" in fields;
    return isLine ? { ...fields } : null;
  } catch {
    return null;
  }
}
