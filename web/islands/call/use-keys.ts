import { useEffect } from "preact/hooks";
import type { CallController } from "./call-controller.ts";
import { actionOf, type KeyAction } from "./call-keys.ts";

/**
 * The call's keys: single ones where the person has not turned them off (WCAG 2.1.4), and Esc, which closes the chat where no box lies
 * over the call.
 */
export function useKeys(controller: CallController, seated: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { preferences, sheet, chat } = controller.view;
      if (event.key === "Escape" && !event.isComposing && sheet === null && chat.open) controller.showChat(false);
      const action = preferences.keysOff ? undefined : actionOf(event);
      if (!action || (action === "chat" && !seated)) return;
      event.preventDefault();
      void perform(controller, action);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [controller, seated]);
}

/** A device that a key turns on or off says so: no button that changes has the focus. */
async function perform(controller: CallController, action: KeyAction): Promise<void> {
  const { local } = controller;
  if (action === "chat") controller.showChat(!controller.view.chat.open);
  if (action === "help") controller.showSheet("help");
  if (action === "mic") {
    await local.toggleMic();
    controller.say([controller.t(local.view.mic === "on" ? "call.microphoneIsOn" : "call.microphoneIsOff")]);
  }
  if (action === "camera") {
    await local.toggleCamera();
    controller.say([controller.t(local.view.camera === "on" ? "call.cameraIsOn" : "call.cameraIsOff")]);
  }
}
