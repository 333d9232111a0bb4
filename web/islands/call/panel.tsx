import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ParticipantView, RoomView } from "../../../durable-objects/protocol.ts";
import { gapWords } from "../../pages/call-words.ts";
import { Tag } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import { OrderItem } from "./order-item.tsx";
import { PressButton } from "./press-button.tsx";
import type { RoomNow } from "./room-now.ts";
import type { OrderEntry } from "./running-order.ts";

type BodyProps = Pick<RoomNow, "role" | "me" | "zone" | "appointment" | "room"> & {
  entries: readonly OrderEntry[];
  onGo: (appointmentId: string) => void;
  /** What else stands in it: a teacher's notes and marks. */
  tools: ComponentChildren;
};

export type PanelProps = BodyProps & {
  /** On a small screen the panel comes over the call when it is asked for. */
  open: boolean;
  onClose: () => void;
};

/** The evening at the side: every appointment in order, and who is in this one. */
export function Panel({ open, onClose, ...body }: PanelProps) {
  const t = useWords();
  if (!open)
    return (
      <aside class={body.role === "teacher" ? "panel is-staff" : "panel"} aria-labelledby="order">
        <PanelBody {...body} />
      </aside>
    );
  return (
    <DialogFrame
      name="order"
      class="order-sheet"
      open
      onClose={onClose}
      foot={
        <PressButton look="is-primary" onPress={onClose}>
          {t("call.panel.back.button")}
        </PressButton>
      }
    >
      <PanelBody {...body} toolsFirst />
    </DialogFrame>
  );
}

/** `toolsFirst`: where the button that opened it says Notes. */
function PanelBody({ toolsFirst = false, ...body }: BodyProps & { toolsFirst?: boolean }) {
  const t = useWords();
  const { role, entries, room, tools } = body;
  const position = entries.findIndex(({ phase }) => phase === "now") + 1;
  return (
    <>
      {toolsFirst && tools}
      <div class="row is-apart panel-head">
        <h2 id="order">{role === "teacher" ? t("call.order.teacher.heading") : t("call.order.heading")}</h2>
        {entries.length > 1 && position > 0 && (
          <span class="small soft">{t("call.order.count.text", { place: position, length: entries.length })}</span>
        )}
      </div>
      <Order {...body} />
      {role !== "teacher" && entries.length > 1 && <p class="small soft panel-next">{t("call.order.text")}</p>}
      {room && <WhoIsHere {...body} room={room} />}
      {!toolsFirst && tools}
    </>
  );
}

function Order({ role, zone, entries, onGo }: Pick<BodyProps, "role" | "zone" | "entries" | "onGo">) {
  const t = useWords();
  const order = useRef<HTMLOListElement>(null);
  const current = entries.find(({ phase }) => phase === "now")?.appointment.id;
  useEffect(() => {
    const list = order.current;
    const item = list?.querySelector<HTMLElement>(".is-now");
    // By hand: `scrollIntoView` would move the page around the list as well.
    if (list && item) list.scrollTop = item.offsetTop - list.offsetTop;
  }, [current]);
  const scrolls = role === "teacher" && entries.length > 3;
  return (
    <ol class="order" ref={order} {...(scrolls && { tabIndex: 0, "aria-labelledby": "order" })}>
      {entries.map((entry, index) => {
        const before = entries[index - 1];
        const gap = before && gapWords(before.appointment, entry.appointment, t);
        return [
          gap && (
            <li class="is-gap" key={`gap-${entry.appointment.id}`}>
              <span>{gap}</span>
            </li>
          ),
          <OrderItem key={entry.appointment.id} entry={entry} role={role} zone={zone} onGo={onGo} />,
        ];
      })}
    </ol>
  );
}

type WhoIsHereProps = Pick<BodyProps, "role" | "me" | "appointment"> & { room: RoomView };

/** Everyone in this appointment but oneself. */
function WhoIsHere({ role, me, appointment, room }: WhoIsHereProps) {
  const t = useWords();
  // Whose guest a guest is, where that is not plain: on a teacher's page.
  const inviter = role === "teacher" && appointment?.guardian?.name;
  return (
    <section class="people" aria-labelledby="who">
      <h2 id="who">{t("call.people.heading")}</h2>
      <ul>
        {room.people
          .filter(({ participantId }) => participantId !== me)
          .map((person) => (
            <li key={person.participantId}>
              <span>
                {person.name}
                {person.role === "guest" &&
                  (inviter ? t("call.people.guestOf.text", { name: inviter }) : t("call.people.guest.text"))}
              </span>
              <StateTag state={person.state} />
            </li>
          ))}
      </ul>
    </section>
  );
}

const STATES = {
  present: { kind: "good", words: "call.presence.present.status" },
  held: { kind: "warn", words: "call.presence.held.status" },
  waiting: { kind: "info", words: "call.presence.waiting.status" },
  absent: { words: "call.presence.absent.status" },
} as const;

function StateTag({ state }: Pick<ParticipantView, "state">) {
  const t = useWords();
  const { words, ...kind } = STATES[state];
  return <Tag {...kind}>{t(words)}</Tag>;
}
