import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import { namesOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";

/** What has gone from one's evening since the page data was last read, as sentences for whoever cannot see it. */
export function removalAnnouncements(
  before: readonly CallAppointment[],
  after: readonly CallAppointment[],
  { role, evening }: Pick<CallProps, "role" | "evening">,
  t: Words<"call">,
): string[] {
  const isBooked = ({ id }: CallAppointment) => after.some((one) => one.id === id && one.state === "booked");
  return before
    .filter((one) => one.state === "booked" && !isBooked(one))
    .map(({ startsAt, student, teachers }) => {
      const about = role === "teacher" ? student : namesOf(teachers, t);
      return t("call.order.gone.announcement", { time: t.time(startsAt, evening.zone), about });
    });
}
