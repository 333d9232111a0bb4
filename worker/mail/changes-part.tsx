import { useWords } from "../../web/words/use-words.ts";
import type { Words } from "../../web/words/words.ts";
import { fullName } from "../rules/names.ts";
import { List } from "./email-components.tsx";
import type { Change } from "./last-list.ts";

/** What has changed since the last mail, as a list of its own above the whole one. */
export function Changes({ changes, zone }: { changes: readonly Change[]; zone: string }) {
  const t = useWords();
  const rows = changes.map((change, at) => ({ key: String(at), cells: cellsOf(change, zone, t) }));
  const columns = [t("mail.change"), t("mail.time"), t("mail.teacher"), t("mail.student")];
  return <List columns={columns} rows={rows} strong={0} />;
}

/** The same as text. */
export function changesText(changes: readonly Change[], zone: string, t: Words): string {
  return changes
    .map((change) => {
      const [what, time, teacher, student] = cellsOf(change, zone, t);
      return `  ${what}: ${[time, teacher, student].filter(Boolean).join(", ")}`;
    })
    .join("\n");
}

function cellsOf(change: Change, zone: string, t: Words): string[] {
  const { appointment } = change;
  const time = t.time(change.startsAt, zone);
  return [
    t(KINDS[change.kind === "gone" && !appointment ? "left" : change.kind]),
    change.kind === "moved" && change.from !== null && change.from !== change.startsAt
      ? t("mail.changedFrom", { time, before: t.time(change.from, zone) })
      : time,
    appointment ? t.list(appointment.teachers.map((teacher) => fullName({ ...teacher, role: "teacher" }))) : "",
    appointment ? `${appointment.student.forename} ${appointment.student.surname}` : "",
  ];
}

const KINDS = {
  new: "mail.changeNew",
  moved: "mail.changeMoved",
  people: "mail.changePeople",
  gone: "mail.changeGone",
  /** Still booked, but no longer the reader's. */
  left: "mail.changeLeft",
} as const;
