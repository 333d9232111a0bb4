import { useDialog } from "./use-dialog.ts";

/** One press too many would cut a family off: so it is asked once. */
export function EndDialog({ open, onClose, onEnd }: { open: boolean; onClose: () => void; onEnd: () => void }) {
  const dialog = useDialog(open, onClose);
  const end = () => {
    onClose();
    onEnd();
  };
  return (
    <dialog class="dialog" aria-labelledby="end-title" {...dialog}>
      <div class="dialog-head">
        <h2 id="end-title">End this appointment for everyone?</h2>
      </div>
      <div class="dialog-body">
        <p>Everyone in it leaves the call. You go on to your next appointment.</p>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button is-primary" onClick={end}>
          End it now
        </button>
        <button type="button" class="button" onClick={onClose}>
          Keep talking
        </button>
      </div>
    </dialog>
  );
}
