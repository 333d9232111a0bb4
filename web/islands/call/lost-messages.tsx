import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import { Announced } from "./live-region.tsx";
import { PressButton } from "./press-button.tsx";

type LostMessagesProps = { messages: readonly string[]; onDismiss: () => void };

/** What one wrote in a call that ended before it was told back: said plainly, and there to be copied. */
export function LostMessages({ messages, onDismiss }: LostMessagesProps) {
  const t = useWords();
  if (messages.length === 0) return null;
  return (
    <div class="call-notice" data-lost>
      <Notice kind="warn">
        <Announced>
          <strong>{t("call.chat.lost.title", { n: messages.length })}</strong>
          {messages.map((words, index) => (
            <p key={index} class="chat-words" dir="auto">
              {words}
            </p>
          ))}
        </Announced>
        <p>
          <PressButton look="is-small" onPress={onDismiss}>
            {t("call.chat.lost.button")}
          </PressButton>
        </p>
      </Notice>
    </div>
  );
}
