export type Level = "info" | "warn" | "error";

/**
 * One thing that happened: what, and the ids, codes and milliseconds that tell which. Never a name, an address, a token, a message of an
 * error, or anything that a page sent as it came.
 */
export type LogLine = { level: Level; event: string } & { [field: string]: string | number | boolean | null };

/** Where lines go: handed in, so that a test reads them. */
export type Log = (line: LogLine) => void;

const WRITE = { info: "log", warn: "warn", error: "error" } as const satisfies Record<Level, keyof Console>;

/** Writes the line as one of JSON and adds nothing to it. */
export function logLine(line: LogLine): void {
  console[WRITE[line.level]](JSON.stringify(line));
}

const NAME = /^[A-Za-z]{1,40}$/;

/** What may be told of an error. Its message may not: it can quote whatever the failing code held. */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return NAME.test(error.name) ? error.name : "Error";
}

const CODE = /^[a-z][a-z0-9_]{0,39}$/;

/** Somebody else's code for a log, or null where it has not the shape of one. */
export function codeOf(value: unknown): string | null {
  return typeof value === "string" && CODE.test(value) ? value : null;
}
