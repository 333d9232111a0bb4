import { type BrowserKind, browserKind } from "./browser-kind.ts";
import type { DeviceState, LocalView } from "./local-media.ts";

/** What is wrong with a device and what to do about it, for this browser. Null where nothing is wrong. */
export function problemWords(view: LocalView): { strong: string; words: string } | null {
  const { camera, mic } = view;
  if (camera === "asking" || mic === "asking") {
    return { strong: "Your browser is asking: may we use your camera and microphone?", words: "Press Allow." };
  }
  const both = what(camera === mic ? "camera and microphone" : isTrouble(camera) ? "camera" : "microphone");
  const state = isTrouble(camera) ? camera : mic;
  if (state === "denied")
    return {
      strong: `Your browser keeps ${both} from us.`,
      words: HOW_TO_ALLOW[browserKind(navigator)],
    };
  if (state === "missing")
    return {
      strong: `We found no ${both.replace("the ", "")}.`,
      words: "Plug one in and try again.",
    };
  if (state === "busy") {
    return {
      strong: `Another program is using ${both}.`,
      words: "Close it, then try again.",
    };
  }
  return null;
}

export function isTrouble(state: DeviceState): boolean {
  return state === "denied" || state === "missing" || state === "busy";
}

function what(device: string): string {
  return `the ${device}`;
}

/** What to press, by browser. */
export const HOW_TO_ALLOW: Record<BrowserKind, string> = {
  "in-app":
    "This page is open inside another app, which may not share them. Press the dots or the share sign, choose Open in browser, and try again there.",
  "iphone-safari":
    "Press the sign at the left end of the address bar, then Website Settings, and set Camera and Microphone to Allow.",
  "iphone-other":
    "Open your phone’s Settings, choose this browser in the list of apps, and turn on Camera and Microphone.",
  samsung: "Press the lock beside the address, then Permissions, and allow Camera and Microphone.",
  "android-firefox": "Press the lock beside the address, then the crossed-out camera and microphone, and allow both.",
  android: "Press the sign beside the address, then Permissions, and allow Camera and Microphone.",
  edge: "Press the lock beside the address, then Permissions for this site, and allow Camera and Microphone.",
  firefox: "Press the crossed-out camera beside the address, take away the block, then try again.",
  safari: "Open Safari, Settings, Websites, and allow Camera and Microphone for this page.",
  chrome: "Press the sign at the left end of the address bar, allow Camera and Microphone, then try again.",
};
