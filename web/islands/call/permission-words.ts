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
      words: howToAllow(navigator.userAgent),
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

function howToAllow(browser: string): string {
  if (/iPhone|iPad/.test(browser))
    return "Press the sign at the left end of the address bar, then Website Settings, and set Camera and Microphone to Allow.";
  if (/Android/.test(browser))
    return "Press the sign beside the address, then Permissions, and allow Camera and Microphone.";
  if (/Firefox/.test(browser))
    return "Press the crossed-out camera beside the address, take away the block, then try again.";
  if (/Safari/.test(browser) && !/Chrome/.test(browser))
    return "Open Safari, Settings, Websites, and allow Camera and Microphone for this page.";
  return "Press the sign at the left end of the address bar, allow Camera and Microphone, then try again.";
}
