import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ParticipantView, Role } from "../../../durable-objects/protocol.ts";
import { gapWords } from "../../pages/call-words.ts";
import { Tag } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import { OrderItem } from "./order-item.tsx";
import type { OrderEntry } from "./running-order.ts";

type BodyProps = {
  role: Role;
  zone: string;
  entries: readonly OrderEntry[];
  onGo: (appointmentId: string) => void;
  /** Everyone in this appointment but oneself; undefined until its room has answered. */
  people: readonly ParticipantView[] | undefined;
  /** Teachers: whose guest a guest is. */
  inviter: string | undefined;
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
        <button type="button" class="button is-primary" onClick={onClose}>
          {t("call.backToTheCall")}
        </button>
      }
    >
      <PanelBody {...body} toolsFirst />
    </DialogFrame>
  );
}

/** `toolsFirst`: where the button that opened it says Notes. */
function PanelBody({ toolsFirst = false, ...body }: BodyProps & { toolsFirst?: boolean }) {
  const t = useWords();
  const { role, entries, people, inviter, tools } = body;
  const position = entries.findIndex(({ phase }) => phase === "now") + 1;
  return (
    <>
      {toolsFirst && tools}
      <div class="row is-apart panel-head">
        <h2 id="order">{role === "teacher" ? t("call.runningOrder") : t("call.yourAppointments")}</h2>
        {entries.length > 1 && position > 0 && (
          <span class="small soft">{t("call.of", { place: position, length: entries.length })}</span>
        )}
      </div>
      <Order {...body} />
      {role !== "teacher" && entries.length > 1 && <p class="small soft panel-next">{t("call.weTakeYouFrom")}</p>}
      {people && <WhoIsHere people={people} inviter={inviter} />}
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

function WhoIsHere({ people, inviter }: { people: readonly ParticipantView[]; inviter: string | undefined }) {
  const t = useWords();
  return (
    <section class="people" aria-labelledby="who">
      <h2 id="who">{t("call.inThisAppointment")}</h2>
      <ul>
        {people.map((person) => (
          <li key={person.participantId}>
            <span>
              {person.name}
              {person.role === "guest" && (inviter ? t("call.guestOf", { name: inviter }) : t("call.guest"))}
            </span>
            <StateTag state={person.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function StateTag({ state }: { state: ParticipantView["state"] }) {
  const t = useWords();
  if (state === "present") return <Tag kind="good">{t("call.here")}</Tag>;
  if (state === "held") return <Tag kind="warn">{t("call.comingBack")}</Tag>;
  return state === "waiting" ? <Tag kind="info">{t("call.waiting")}</Tag> : <Tag>{t("call.notHereYet")}</Tag>;
}
