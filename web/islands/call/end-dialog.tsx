import { useWords } from "../../words/use-words.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import { PressButton } from "./press-button.tsx";

/** One press too many would cut a family off: so it is asked once. */
export function EndDialog({ open, onClose, onEnd }: { open: boolean; onClose: () => void; onEnd: () => void }) {
  const t = useWords();
  const end = () => {
    onClose();
    onEnd();
  };
  const foot = (
    <>
      <PressButton look="is-primary" onPress={end}>
        {t("call.end.confirm.button")}
      </PressButton>
      <PressButton onPress={onClose}>{t("call.end.cancel.button")}</PressButton>
    </>
  );
  return (
    <DialogFrame name="end" title={t("call.end.title")} open={open} onClose={onClose} foot={foot}>
      <p>{t("call.end.text")}</p>
    </DialogFrame>
  );
}
