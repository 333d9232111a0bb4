import { useState } from "preact/hooks";
import { MAX_CHAT_CHARACTERS } from "../../../durable-objects/protocol.ts";
import { useWords } from "../../words/use-words.ts";

export type ChatFormProps = {
  /** Something is unsent until the connection is back. */
  isWaiting: boolean;
  /** False where too much waits already: the words stay in the box. */
  onSend: (words: string) => boolean;
};

/** Where one writes. */
export function ChatForm({ isWaiting, onSend }: ChatFormProps) {
  const t = useWords();
  const [words, setWords] = useState("");
  const [refused, setRefused] = useState(false);
  const send = () => {
    const trimmed = words.trim();
    if (!trimmed) return;
    const sent = onSend(trimmed);
    setRefused(!sent);
    if (sent) setWords("");
  };
  return (
    <form
      class="chat-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label for="chat-words" class="unseen">
        {t("call.chat.message.label")}
      </label>
      <textarea
        class="input"
        id="chat-words"
        rows={1}
        maxLength={MAX_CHAT_CHARACTERS}
        dir="auto"
        value={words}
        aria-describedby="chat-hint"
        enterkeyhint="send"
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While a word is being composed, Enter belongs to the keyboard.
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="button">
        {t("call.chat.send.button")}
      </button>
      <p class="small" role="status">
        {refused ? t("call.chat.notSent.error") : isWaiting && t("call.chat.unsent.text")}
      </p>
    </form>
  );
}
