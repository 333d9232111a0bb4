import type { Words } from "../../words/words.ts";
import { type BrowserKind, browserKind } from "./browser-kind.ts";
import { isTrouble, type LocalView } from "./device-state.ts";

/** What is wrong with a device and what to do about it, for this browser. Null where nothing is wrong. */
export function problemWords(view: LocalView, t: Words<"devices">): { strong: string; words: string } | null {
  const { camera, mic } = view;
  if (camera === "asking" || mic === "asking") return { strong: t("devices.asking"), words: t("devices.pressAllow") };
  const which = camera === mic ? "both" : isTrouble(camera) ? "camera" : "mic";
  const state = isTrouble(camera) ? camera : mic;
  if (!isTrouble(state)) return null;
  const help = state === "denied" ? HOW_TO_ALLOW[browserKind(navigator)] : HELP[state];
  return { strong: t(TROUBLE[state][which]), words: t(help) };
}

const TROUBLE = {
  denied: { both: "devices.deniedBoth", camera: "devices.deniedCamera", mic: "devices.deniedMicrophone" },
  missing: { both: "devices.missingBoth", camera: "devices.missingCamera", mic: "devices.missingMicrophone" },
  busy: { both: "devices.busyBoth", camera: "devices.busyCamera", mic: "devices.busyMicrophone" },
  interrupted: { both: "devices.heldBoth", camera: "devices.heldCamera", mic: "devices.heldMicrophone" },
} as const;
const HELP = { missing: "devices.plugIn", busy: "devices.closeIt", interrupted: "devices.comesBack" } as const;

/** What to press, by browser. */
export const HOW_TO_ALLOW = {
  "in-app": "devices.allowInApp",
  "iphone-safari": "devices.allowIphoneSafari",
  "iphone-other": "devices.allowIphoneOther",
  samsung: "devices.allowSamsung",
  "android-firefox": "devices.allowAndroidFirefox",
  android: "devices.allowAndroid",
  edge: "devices.allowEdge",
  firefox: "devices.allowFirefox",
  safari: "devices.allowSafari",
  chrome: "devices.allowChrome",
} as const satisfies Record<BrowserKind, string>;
