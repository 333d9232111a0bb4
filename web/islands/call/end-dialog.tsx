import { useWords } from "../../words/use-words.ts";
import { useDialog } from "./use-dialog.ts";

/** One press too many would cut a family off: so it is asked once. */
export function EndDialog({ open, onClose, onEnd }: { open: boolean; onClose: () => void; onEnd: () => void }) {
  const t = useWords();
  const dialog = useDialog(open, onClose);
  const end = () => {
    onClose();
    onEnd();
  };
  return (
    <dialog class="dialog" aria-labelledby="end-title" {...dialog}>
      <div class="dialog-head">
        <h2 id="end-title">{t("call.endThisAppointmentFor")}</h2>
      </div>
      <div class="dialog-body">
        <p>{t("call.everyoneInItLeaves")}</p>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button is-primary" onClick={end}>
          {t("call.endItNow")}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t("call.keepTalking")}
        </button>
      </div>
    </dialog>
  );
}
