import { useEffect, useRef } from "preact/hooks";
import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { gapWords, namesOf } from "../../pages/call-words.ts";
import { LateTag } from "../../pages/late.tsx";
import { currentTag, mayGoTo, orderTag } from "../../pages/order-state.ts";
import { familyHere } from "../../pages/presence-words.ts";
import { Tag } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import type { RoomNow } from "./room-now.ts";
import { TeacherTools } from "./teacher-tools.tsx";

type PanelProps = { controller: CallController; now: RoomNow; at: number };

type FramedProps = PanelProps & {
  /** On a small screen the panel comes over the call when it is asked for. */
  open: boolean;
  onClose: () => void;
};

/** The evening at the side: every appointment in order, and who is in this one. */
export function Panel({ open, onClose, ...panel }: FramedProps) {
  const t = useWords();
  if (!open)
    return (
      <aside class={panel.controller.teaching ? "panel is-staff" : "panel"} aria-labelledby="order">
        <PanelBody {...panel} />
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
      <PanelBody {...panel} toolsFirst />
    </DialogFrame>
  );
}

/** `toolsFirst`: where the button that opened it says Notes. */
function PanelBody({ controller, now, at, toolsFirst = false }: PanelProps & { toolsFirst?: boolean }) {
  const t = useWords();
  const { teaching } = controller;
  const tools = teaching && <TeacherTools controller={controller} teaching={teaching} now={now} at={at} />;
  const { appointments, role } = controller.props;
  const order = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const list = order.current;
    const current = list?.querySelector<HTMLElement>(".is-now");
    // By hand: `scrollIntoView` would move the page around the list as well.
    if (list && current) list.scrollTop = current.offsetTop - list.offsetTop;
  }, [now.appointment?.id]);
  const place = appointments.findIndex(({ id }) => id === now.appointment?.id) + 1;
  return (
    <>
      {toolsFirst && tools}
      <div class="row is-apart panel-head">
        <h2 id="order">{role === "teacher" ? t("call.runningOrder") : t("call.yourAppointments")}</h2>
        {appointments.length > 1 && place > 0 && (
          <span class="small soft">{t("call.of", { place, length: appointments.length })}</span>
        )}
      </div>
      <ol
        class="order"
        ref={order}
        {...(teaching && appointments.length > 3 && { tabIndex: 0, "aria-labelledby": "order" })}
      >
        {appointments.map((appointment, index) => {
          const before = appointments[index - 1];
          const gap = before && gapWords(before, appointment, t);
          return [
            gap && (
              <li class="is-gap" key={`gap-${appointment.id}`}>
                <span>{gap}</span>
              </li>
            ),
            <OrderItem key={appointment.id} controller={controller} now={now} at={at} appointment={appointment} />,
          ];
        })}
      </ol>
      {role !== "teacher" && appointments.length > 1 && <p class="small soft panel-next">{t("call.weTakeYouFrom")}</p>}
      {now.room && (
        <WhoIsHere
          people={now.room.people.filter(({ participantId }) => participantId !== controller.me)}
          inviter={controller.teaching && now.appointment?.guardian?.name}
        />
      )}
      {!toolsFirst && tools}
    </>
  );
}

function OrderItem({ controller, now, at, appointment }: PanelProps & { appointment: CallAppointment }) {
  const t = useWords();
  const { props, view } = controller;
  const isNow = appointment.id === now.appointment?.id;
  const isOver = !isNow && (appointment.overrunUntil <= at || view.call.done.includes(appointment.id));
  const teacher = props.role === "teacher";
  const open =
    !isNow && !isOver && appointment.state === "booked" && mayGoTo(appointment, now.appointment, props.role, at);
  const who = teacher ? appointment.student : namesOf(appointment.teachers, t);
  const guest = appointment.guest && t("call.guestNamed", { name: appointment.guest });
  const about = teacher ? [appointment.guardian?.name, guest] : [appointment.subject, appointment.student];
  return (
    <li class={isNow ? "is-now" : isOver ? "is-past" : undefined} aria-current={isNow ? "step" : undefined}>
      <time>{t.time(appointment.startsAt, props.evening.zone)}</time>
      <div>
        <strong>{who}</strong>
        <br />
        <span class="small">{about.filter(Boolean).join(" · ")}</span>
      </div>
      <span />
      <OrderTag controller={controller} now={now} at={at} appointment={appointment} isNow={isNow} isOver={isOver} />
      {open && (
        <button type="button" class="button is-small order-go" onClick={() => controller.press(appointment.id)}>
          {t("call.goToThisOne")}
        </button>
      )}
    </li>
  );
}

type OrderTagProps = PanelProps & { appointment: CallAppointment; isNow: boolean; isOver: boolean };

function OrderTag({ controller, now, at, appointment, isNow, isOver }: OrderTagProps) {
  const t = useWords();
  const { board, me } = controller;
  if (appointment.state === "cancelled")
    return <Tag kind="warn">{t(controller.teaching ? "call.noLongerYours" : "call.cancelled")}</Tag>;
  const family = now.room?.people.filter(({ role }) => role !== "teacher") ?? [];
  const here = isNow ? family.filter(({ state }) => state !== "absent") : familyHere(board?.presenceIn(appointment.id));
  if (controller.teaching?.marksOf(appointment.id).absent && here.length === 0) return <Tag>{t("call.absent")}</Tag>;
  if (isOver) return <Tag icon="tick">{t("call.done")}</Tag>;
  if (!board && isNow) return <Tag kind="info">{now.seated ? t("call.now") : t("call.youAreHere")}</Tag>;
  if (!board) return <LateTag minutes={appointment.lateMinutes} />;
  if (!isNow && !board.isKnown) return null;
  const tag = isNow ? currentTag(family, now.seated, t) : orderTag(board.presenceIn(appointment.id), me, at, t);
  return (
    <Tag {...(tag.kind && { kind: tag.kind })} {...(tag.icon && { icon: tag.icon })}>
      {tag.words}
    </Tag>
  );
}

type WhoProps = {
  /** All but oneself. */
  people: ParticipantView[];
  /** Who booked, where that is not plain: on a teacher's page. */
  inviter: string | undefined;
};

function WhoIsHere({ people, inviter }: WhoProps) {
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
