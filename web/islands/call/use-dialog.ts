import { useLayoutEffect, useRef } from "preact/hooks";

/** A modal <dialog> that follows `open`; Esc and the browser's own ways of closing tell `onClose`. */
export function useDialog(open: boolean, onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the next key: a box that closes a frame late takes the press meant for what is under it.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) element.showModal();
    if (!open) element?.close();
  }, [open]);
  // Chromium tells of a closing at the next frame; a box opened again by then stays.
  return { ref: dialog, onClose: () => !dialog.current?.open && onClose() };
}
