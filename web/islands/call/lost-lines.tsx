import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import { Spoken } from "./announcements.tsx";
import type { CallController } from "./call-controller.ts";

/** What one wrote in a call that ended before it was told back: said plainly, and there to be copied. */
export function LostLines({ controller }: { controller: CallController }) {
  const t = useWords();
  const { lost } = controller.view;
  if (lost.length === 0) return null;
  return (
    <div class="call-notice" data-lost>
      <Notice kind="warn">
        <Spoken>
          <strong>{t("call.mayBeLost", { n: lost.length })}</strong>
          {lost.map((words, index) => (
            <p key={index} class="chat-words" dir="auto">
              {words}
            </p>
          ))}
        </Spoken>
        <p>
          <button type="button" class="button is-small" onClick={() => controller.forgetLost()}>
            {t("call.gotIt")}
          </button>
        </p>
      </Notice>
    </div>
  );
}
