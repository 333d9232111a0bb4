import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { Words } from "../../words/words.ts";
import type { DeviceState } from "../call/device-state.ts";
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
export function resultsOf({ camera, mic, heard, bell, line }: Findings, t: Words<"check">): Result[] {
  return [
    { name: "Camera", ...deviceResult(camera, t("check.works"), t) },
    {
      name: "Microphone",
      ...(mic === "on" && !heard
        ? { state: "unknown" as const, words: t("check.saySomething") }
        : deviceResult(mic, t("check.weHearYou"), t)),
    },
    { name: "Sound", ...bellResult(bell, t) },
    { name: "Connection", state: line?.state ?? "unknown", words: t(line?.words ?? "check.oneMoment") },
  ];
}
/** "3 of 4 work". */
export function sumOf(results: Result[], t: Words<"check">): string {
  const works = results.filter(({ state }) => state === "works").length;
  if (works === results.length) return t("check.everythingWorks");
  return t("check.someWork", { works, all: results.length });
}

function deviceResult(state: DeviceState, good: string, t: Words<"check">): Omit<Result, "name"> {
  switch (state) {
    case "on":
      return { state: "works", words: good };
    case "idle":
      return { state: "unknown", words: t("check.notTriedYet") };
    case "asking":
      return { state: "unknown", words: t("check.asking") };
    case "off":
      return { state: "unknown", words: t("check.turnedOff") };
    case "denied":
      return { state: "fails", words: t("check.notAllowed") };
    case "missing":
      return { state: "fails", words: t("check.notFound") };
    case "busy":
    case "interrupted":
      return { state: "fails", words: t("check.inUse") };
    default:
      return assertNever(state);
  }
}

function bellResult(bell: Findings["bell"], t: Words<"check">): Omit<Result, "name"> {
  switch (bell) {
    case "heard":
      return { state: "works", words: t("check.youHearUs") };
    case "not-heard":
      return { state: "fails", words: t("check.notHeard") };
    case "rung":
    case "not-rung":
      return { state: "unknown", words: "" };
    default:
      return assertNever(bell);
  }
}
