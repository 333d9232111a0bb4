import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { Words } from "../../words/words.ts";
import type { DeviceState } from "../call/device-state.ts";
import type { ConnectionVerdict } from "./connection-verdict.ts";

export type Result = {
  name: "Camera" | "Microphone" | "Sound" | "Connection";
  state: "works" | "unknown" | "fails";
  words: string;
};
/** What the page has found out. `heard`: a voice in the microphone; `bell`: what the person said of the bell; `connection` null: being tried. */
export type Findings = {
  camera: DeviceState;
  mic: DeviceState;
  heard: boolean;
  bell: "not-rung" | "rung" | "heard" | "not-heard";
  connection: ConnectionVerdict | null;
};

/** Each check in words. */
export function resultsOf({ camera, mic, heard, bell, connection }: Findings, t: Words<"check">): Result[] {
  return [
    { name: "Camera", ...deviceResult(camera, t("check.camera.works.status"), t) },
    {
      name: "Microphone",
      ...(mic === "on" && !heard
        ? { state: "unknown" as const, words: t("check.microphone.silent.status") }
        : deviceResult(mic, t("check.microphone.works.status"), t)),
    },
    { name: "Sound", ...bellResult(bell, t) },
    {
      name: "Connection",
      state: connection?.state ?? "unknown",
      words: t(connection?.words ?? "check.connection.checking.status"),
    },
  ];
}
/** "3 of 4 work". */
export function sumOf(results: Result[], t: Words<"check">): string {
  const works = results.filter(({ state }) => state === "works").length;
  if (works === results.length) return t("check.sum.all.status");
  return t("check.sum.some.status", { works, all: results.length });
}

function deviceResult(state: DeviceState, good: string, t: Words<"check">): Omit<Result, "name"> {
  switch (state) {
    case "on":
      return { state: "works", words: good };
    case "idle":
      return { state: "unknown", words: t("check.device.notTried.status") };
    case "asking":
      return { state: "unknown", words: t("check.device.asking.status") };
    case "off":
      return { state: "unknown", words: t("check.device.off.status") };
    case "denied":
      return { state: "fails", words: t("check.device.denied.status") };
    case "missing":
      return { state: "fails", words: t("check.device.missing.status") };
    case "busy":
    case "interrupted":
      return { state: "fails", words: t("check.device.busy.status") };
    default:
      return assertNever(state);
  }
}

function bellResult(bell: Findings["bell"], t: Words<"check">): Omit<Result, "name"> {
  switch (bell) {
    case "heard":
      return { state: "works", words: t("check.sound.works.status") };
    case "not-heard":
      return { state: "fails", words: t("check.sound.notHeard.status") };
    case "rung":
    case "not-rung":
      return { state: "unknown", words: "" };
    default:
      return assertNever(bell);
  }
}
