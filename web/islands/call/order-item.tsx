import type { Role } from "../../../durable-objects/protocol.ts";
import { namesOf } from "../../pages/call-words.ts";
import { Tag } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { OrderEntry } from "./running-order.ts";

type OrderItemProps = { entry: OrderEntry; role: Role; zone: string; onGo: (appointmentId: string) => void };

const CLASSES = { over: "is-past", now: "is-now", coming: undefined } as const;

/** One appointment in the order of the evening. */
export function OrderItem({ entry, role, zone, onGo }: OrderItemProps) {
  const t = useWords();
  const { appointment, phase, mayGo, tag } = entry;
  const { student, subject, teachers, guardian } = appointment;
  const guest = appointment.guest && t("call.order.guest.text", { name: appointment.guest });
  const about = role === "teacher" ? [guardian?.name, guest] : [subject, student];
  return (
    <li class={CLASSES[phase]} aria-current={phase === "now" ? "step" : undefined}>
      <time>{t.time(appointment.startsAt, zone)}</time>
      <div>
        <strong>{role === "teacher" ? student : namesOf(teachers, t)}</strong>
        <br />
        <span class="small">{about.filter(Boolean).join(" · ")}</span>
      </div>
      <span />
      {tag && <Tag {...tag}>{tag.words}</Tag>}
      {mayGo && (
        <button type="button" class="button is-small order-go" onClick={() => onGo(appointment.id)}>
          {t("call.order.goTo.button")}
        </button>
      )}
    </li>
  );
}
