import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ChatLine } from "../../../durable-objects/protocol.ts";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Unsent } from "./chat.ts";
import { ChatForm } from "./chat-form.tsx";
import { chatParts } from "./chat-links.ts";
import { PressButton } from "./press-button.tsx";

export type ChatPanelProps = {
  messages: readonly ChatLine[];
  /** Own messages that the room has not told back. */
  unsent: readonly Unsent[];
  /** Who this page is in the room. */
  me: string;
  /** Who wrote a message, as sentences call them. */
  senderName: (senderId: string) => string;
  zone: string;
  /** While the connection is away, what is unsent waits for it. */
  connected: boolean;
  /** False where too much waits already. */
  onSend: (words: string) => boolean;
  onClose: () => void;
};

/**
 * The chat, beside the pictures and never over them: on a phone both shrink. It is no modal box, or the announcements of the time
 * left would go unheard while somebody writes.
 */
export function ChatPanel({ unsent, connected, onSend, onClose, ...list }: ChatPanelProps) {
  const t = useWords();
  useFocusBack();
  return (
    <section class="chat" id="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{t("call.chat.title")}</h2>
        <p class="small soft" id="chat-hint">
          {t("call.chat.text")}
        </p>
        <PressButton look="is-quiet is-small" onPress={onClose}>
          <Icon name="close" />
          <span class="unseen">{t("call.chat.close.button")}</span>
        </PressButton>
      </div>
      <Messages {...list} />
      <UnsentMessages messages={unsent} />
      <ChatForm isWaiting={!connected && unsent.length > 0} onSend={onSend} />
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

type MessagesProps = Pick<ChatPanelProps, "messages" | "me" | "senderName" | "zone">;

function Messages({ messages, ...rest }: MessagesProps) {
  const t = useWords();
  const list = useRef<HTMLDivElement>(null);
  const last = messages.at(-1)?.at;
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last]);
  return (
    <div class="chat-lines" role="log" aria-labelledby="chat-title" tabindex={0} ref={list}>
      {messages.length === 0 && <p class="small soft">{t("call.chat.empty.text")}</p>}
      {messages.map((message) => (
        <Message key={`${message.senderId} ${message.lineId}`} message={message} {...rest} />
      ))}
    </div>
  );
}

type MessageProps = Omit<MessagesProps, "messages"> & { message: ChatLine };

function Message({ message, me, senderName, zone }: MessageProps) {
  const t = useWords();
  const mine = message.senderId === me;
  return (
    <div class={mine ? "chat-line is-mine" : "chat-line"} data-chat={mine ? "mine" : "theirs"}>
      <p class="small soft">
        {mine ? t("call.you.name") : senderName(message.senderId)}, {t.time(message.at, zone)}
      </p>
      <p class="chat-words" dir="auto">
        {chatParts(message.words).map(({ text, href }, index) =>
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

/** What the room has not told back. On a good connection that is over before it is seen: the style sheet waits a moment. */
function UnsentMessages({ messages }: { messages: readonly Unsent[] }) {
  const t = useWords();
  if (messages.length === 0) return null;
  return (
    <ul class="chat-unsent" aria-label={t("call.chat.unsent.status")} tabindex={0}>
      {messages.map(({ lineId, words }) => (
        <li key={lineId} class="chat-line is-mine" data-chat="unsent">
          <p class="small soft">{t("call.chat.unsent.status")}</p>
          <p class="chat-words" dir="auto">
            {words}
          </p>
        </li>
      ))}
    </ul>
  );
}
