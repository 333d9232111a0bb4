import { Notice, Tag } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";
import type { CallAppointment } from "./call-props.ts";
import { shortNamesOf } from "./call-words.ts";

/** "About 10 min late", beside an appointment in a family's list. */
export function LateTag({ minutes }: { minutes: number | undefined }) {
  const t = useWords();
  if (!minutes) return null;
  return (
    <Tag kind="info" icon="clock">
      {t("ready.late.status", { minutes })}
    </Tag>
  );
}

/** Before the call: whom to be patient with, and that one may join all the same. */
export function LateNotice({ appointment }: { appointment: CallAppointment | undefined }) {
  const t = useWords();
  if (!appointment?.lateMinutes) return null;
  const { teachers, lateMinutes } = appointment;
  return (
    <Notice kind="info">
      <p>
        <strong>
          {t("call.late.title", { teachers: shortNamesOf(teachers, t), n: teachers.length, minutes: lateMinutes })}
        </strong>{" "}
        {t("ready.late.text")}
      </p>
    </Notice>
  );
}
