import type { DeviceState } from "../call/local-media.ts";
import type { LineVerdict } from "./line-verdict.ts";

export type Result = {
  name: "Camera" | "Microphone" | "Sound" | "Connection";
  state: "works" | "unknown" | "fails";
  words: string;
};
/** What the page has found out. `heard`: a voice in the microphone; `bell`: what the person said of the bell; `line` null: being tried. */
export type Findings = {
  camera: DeviceState;
  mic: DeviceState;
  heard: boolean;
  bell: "not-rung" | "rung" | "heard" | "not-heard";
  line: LineVerdict | null;
};

/** Each check in words. */
export function resultsOf({ camera, mic, heard, bell, line }: Findings): Result[] {
  return [
    { name: "Camera", ...deviceResult(camera, "Works") },
    {
      name: "Microphone",
      ...(mic === "on" && !heard
        ? { state: "unknown" as const, words: "Say something" }
        : deviceResult(mic, "We can hear you")),
    },
    { name: "Sound", ...bellResult(bell) },
    { name: "Connection", state: line?.state ?? "unknown", words: line?.words ?? "One moment" },
  ];
}
/** "3 of 4 work". */
export function sumOf(results: Result[]): string {
  const works = results.filter(({ state }) => state === "works").length;
  if (works === results.length) return "Everything works";
  return `${works} of ${results.length} ${works === 1 ? "works" : "work"}`;
}

function deviceResult(state: DeviceState, good: string): Omit<Result, "name"> {
  switch (state) {
    case "on":
      return { state: "works", words: good };
    case "idle":
      return { state: "unknown", words: "Not tried yet" };
    case "asking":
      return { state: "unknown", words: "Your browser is asking" };
    case "off":
      return { state: "unknown", words: "Turned off" };
    case "denied":
      return { state: "fails", words: "Not allowed" };
    case "missing":
      return { state: "fails", words: "Not found" };
    case "busy":
      return { state: "fails", words: "In use elsewhere" };
    default:
      return assertNever(state);
  }
}

function bellResult(bell: Findings["bell"]): Omit<Result, "name"> {
  switch (bell) {
    case "heard":
      return { state: "works", words: "You can hear us" };
    case "not-heard":
      return { state: "fails", words: "Not heard" };
    case "rung":
    case "not-rung":
      return { state: "unknown", words: "" };
    default:
      return assertNever(bell);
  }
}

function assertNever(value: never): never {
  throw new Error(`Not handled: ${String(value)}`);
}
