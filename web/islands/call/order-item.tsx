import type { Role } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { namesOf } from "../../pages/call-words.ts";
import type { OrderTag } from "../../pages/order-state.ts";
import { Tag } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { OrderEntry } from "./running-order.ts";

type OrderItemProps = { entry: OrderEntry; role: Role; zone: string; onGo: (appointmentId: string) => void };

const CLASSES = { over: "is-past", now: "is-now", coming: undefined } as const;

/** One appointment in the order of the evening. */
export function OrderItem({ entry, role, zone, onGo }: OrderItemProps) {
  const t = useWords();
  const { appointment, phase, mayGo, tag } = entry;
  return (
    <li class={CLASSES[phase]} aria-current={phase === "now" ? "step" : undefined}>
      <time>{t.time(appointment.startsAt, zone)}</time>
      <div>
        <strong>{role === "teacher" ? appointment.student : namesOf(appointment.teachers, t)}</strong>
        <br />
        <span class="small">
          <About appointment={appointment} role={role} />
        </span>
      </div>
      <span />
      {tag && <StandingTag {...tag} />}
      {mayGo && (
        <button type="button" class="button is-small order-go" onClick={() => onGo(appointment.id)}>
          {t("call.goToThisOne")}
        </button>
      )}
    </li>
  );
}

function About({ appointment, role }: { appointment: CallAppointment; role: Role }) {
  const t = useWords();
  const guest = appointment.guest && t("call.guestNamed", { name: appointment.guest });
  const about = role === "teacher" ? [appointment.guardian?.name, guest] : [appointment.subject, appointment.student];
  return <>{about.filter(Boolean).join(" · ")}</>;
}

function StandingTag({ kind, icon, words }: OrderTag) {
  return (
    <Tag {...(kind && { kind })} {...(icon && { icon })}>
      {words}
    </Tag>
  );
}
