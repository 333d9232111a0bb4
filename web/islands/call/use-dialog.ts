import { useEffect, useRef } from "preact/hooks";

/** A modal <dialog> that follows `open`; Esc and the browser's own ways of closing tell `onClose`. */
export function useDialog(open: boolean, onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) element.showModal();
    if (!open) element?.close();
  }, [open]);
  return { ref: dialog, onClose };
}
