import type { Words } from "../../words/words.ts";
import { type BrowserKind, browserKind } from "./browser-kind.ts";
import { isTrouble, type LocalView } from "./device-state.ts";

/** What is wrong with a device and what to do about it, for this browser. Null where nothing is wrong. */
export function problemWords(view: LocalView, t: Words<"devices">): { strong: string; words: string } | null {
  const { camera, mic } = view;
  if (camera === "asking" || mic === "asking")
    return { strong: t("devices.asking.title"), words: t("devices.asking.text") };
  const which = camera === mic ? "both" : isTrouble(camera) ? "camera" : "mic";
  const state = isTrouble(camera) ? camera : mic;
  if (!isTrouble(state)) return null;
  const help = state === "denied" ? HOW_TO_ALLOW[browserKind(navigator)] : HELP[state];
  return { strong: t(TROUBLE[state][which]), words: t(help) };
}

const TROUBLE = {
  denied: {
    both: "devices.denied.both.title",
    camera: "devices.denied.camera.title",
    mic: "devices.denied.microphone.title",
  },
  missing: {
    both: "devices.missing.both.title",
    camera: "devices.missing.camera.title",
    mic: "devices.missing.microphone.title",
  },
  busy: { both: "devices.busy.both.title", camera: "devices.busy.camera.title", mic: "devices.busy.microphone.title" },
  interrupted: {
    both: "devices.interrupted.both.title",
    camera: "devices.interrupted.camera.title",
    mic: "devices.interrupted.microphone.title",
  },
} as const;
const HELP = {
  missing: "devices.missing.text",
  busy: "devices.busy.text",
  interrupted: "devices.interrupted.text",
} as const;

/** What to press, by browser. */
export const HOW_TO_ALLOW = {
  "in-app": "devices.allow.inApp.text",
  "iphone-safari": "devices.allow.iphoneSafari.text",
  "iphone-other": "devices.allow.iphoneOther.text",
  samsung: "devices.allow.samsung.text",
  "android-firefox": "devices.allow.androidFirefox.text",
  android: "devices.allow.android.text",
  edge: "devices.allow.edge.text",
  firefox: "devices.allow.firefox.text",
  safari: "devices.allow.safari.text",
  chrome: "devices.allow.chrome.text",
} as const satisfies Record<BrowserKind, string>;
