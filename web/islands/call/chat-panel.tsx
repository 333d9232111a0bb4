import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type ChatLine, MAX_CHAT_CHARACTERS } from "../../../durable-objects/protocol.ts";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import type { Unsent } from "./chat.ts";
import { chatParts } from "./chat-links.ts";

/**
 * The chat, beside the pictures and never over them: on a phone both shrink. It is no modal box, or the announcements of the time
 * left would go unheard while somebody writes.
 */
export function ChatPanel({ controller }: { controller: CallController }) {
  const t = useWords();
  const { lines, unsent } = controller.view.chat;
  const close = () => controller.showChat(false);
  useFocusBack();
  return (
    <section class="chat" id="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{t("call.chat")}</h2>
        <p class="small soft" id="chat-hint">
          {t("call.goneWhenTheCall")}
        </p>
        <button type="button" class="button is-quiet is-small" onClick={close}>
          <Icon name="close" />
          <span class="unseen">{t("call.closeTheChat")}</span>
        </button>
      </div>
      <Lines controller={controller} lines={lines} />
      <UnsentLines lines={unsent} />
      <WriteForm controller={controller} />
    </section>
  );
}

/** Opening leads to the box; closing back to where the person was, or else to the button that opens it. */
function useFocusBack(): void {
  // Before the next key: whoever presses C and writes on means no other of the call's keys.
  useLayoutEffect(() => {
    const before = document.activeElement;
    document.getElementById("chat-words")?.focus();
    return () => {
      const button = document.querySelector<HTMLElement>('[data-control="chat"]');
      const back = before instanceof HTMLElement && before !== document.body && before.isConnected ? before : button;
      (back ?? document.querySelector<HTMLElement>("main h1"))?.focus();
    };
  }, []);
}

function Lines({ controller, lines }: { controller: CallController; lines: readonly ChatLine[] }) {
  const t = useWords();
  const list = useRef<HTMLDivElement>(null);
  const last = lines.at(-1)?.at;
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last]);
  return (
    <div class="chat-lines" role="log" aria-labelledby="chat-title" tabindex={0} ref={list}>
      {lines.length === 0 && <p class="small soft">{t("call.nothingHasBeenWritten")}</p>}
      {lines.map((line) => (
        <Line key={`${line.senderId} ${line.lineId}`} controller={controller} line={line} />
      ))}
    </div>
  );
}

function Line({ controller, line }: { controller: CallController; line: ChatLine }) {
  const t = useWords();
  const mine = line.senderId === controller.me;
  return (
    <div class={mine ? "chat-line is-mine" : "chat-line"} data-chat={mine ? "mine" : "theirs"}>
      <p class="small soft">
        {mine ? t("call.you") : controller.writerOf(line)}, {t.time(line.at, controller.props.evening.zone)}
      </p>
      <p class="chat-words" dir="auto">
        {chatParts(line.words).map(({ text, href }, index) =>
          href ? (
            <a key={index} class="link" href={href} target="_blank" rel="noopener noreferrer nofollow">
              {text}
            </a>
          ) : (
            text
          ),
        )}
      </p>
    </div>
  );
}

/** What the room has not told back. On a good line that is over before it is seen: the style sheet waits a moment. */
function UnsentLines({ lines }: { lines: readonly Unsent[] }) {
  const t = useWords();
  if (lines.length === 0) return null;
  return (
    <ul class="chat-unsent" aria-label={t("call.notSentYet")} tabindex={0}>
      {lines.map(({ lineId, words }) => (
        <li key={lineId} class="chat-line is-mine" data-chat="unsent">
          <p class="small soft">{t("call.notSentYet")}</p>
          <p class="chat-words" dir="auto">
            {words}
          </p>
        </li>
      ))}
    </ul>
  );
}

function WriteForm({ controller }: { controller: CallController }) {
  const t = useWords();
  const [words, setWords] = useState("");
  const [refused, setRefused] = useState(false);
  const { call, chat } = controller.view;
  const isWaiting = call.state.name !== "in-call" && chat.unsent.length > 0;
  const send = () => {
    const trimmed = words.trim();
    if (!trimmed) return;
    const sent = controller.write(trimmed);
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
        {t("call.writeToEveryoneIn")}
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
        {t("call.send")}
      </button>
      <p class="small" role="status">
        {refused ? t("call.notSentYourConnection") : isWaiting && t("call.sentWhenBack")}
      </p>
    </form>
  );
}
