import { useWords } from "../../words/use-words.ts";
import { DialogFrame } from "./dialog-frame.tsx";

/** One press too many would cut a family off: so it is asked once. */
export function EndDialog({ open, onClose, onEnd }: { open: boolean; onClose: () => void; onEnd: () => void }) {
  const t = useWords();
  const end = () => {
    onClose();
    onEnd();
  };
  const foot = (
    <>
      <button type="button" class="button is-primary" onClick={end}>
        {t("call.endItNow")}
      </button>
      <button type="button" class="button" onClick={onClose}>
        {t("call.keepTalking")}
      </button>
    </>
  );
  return (
    <DialogFrame name="end" title={t("call.endThisAppointmentFor")} open={open} onClose={onClose} foot={foot}>
      <p>{t("call.everyoneInItLeaves")}</p>
    </DialogFrame>
  );
}
