import { clockTime, list } from "../../web/ui/format.ts";
import { fullName } from "../people/names.ts";
import type { Change } from "./last-list.ts";
import { List } from "./letter-parts.tsx";

const COLUMNS = ["Change", "Time", "Teacher", "Student"];

/** What has changed since the last mail, as a list of its own above the whole one. */
export function Changes({ changes, zone }: { changes: readonly Change[]; zone: string }) {
  const rows = changes.map((change, at) => ({ key: String(at), cells: cellsOf(change, zone) }));
  return <List columns={COLUMNS} rows={rows} strong={0} />;
}

/** The same as text. */
export function changesText(changes: readonly Change[], zone: string): string {
  return changes
    .map((change) => {
      const [what, time, teacher, student] = cellsOf(change, zone);
      return `  ${what}: ${[time, teacher, student].filter(Boolean).join(", ")}`;
    })
    .join("\n");
}

function cellsOf(change: Change, zone: string): string[] {
  const { appointment } = change;
  return [
    change.kind === "gone" && !appointment ? words.left : words[change.kind],
    change.kind === "moved" && change.from !== null && change.from !== change.startsAt
      ? `${clockTime(change.startsAt, zone)} (it was ${clockTime(change.from, zone)})`
      : clockTime(change.startsAt, zone),
    appointment ? list(appointment.teachers.map((teacher) => fullName({ ...teacher, role: "teacher" }))) : "",
    appointment ? `${appointment.student.forename} ${appointment.student.surname}` : "",
  ];
}

const words: Record<Change["kind"] | "left", string> = {
  new: "New",
  moved: "Moved",
  people: "Other teacher",
  gone: "Cancelled",
  /** Still booked, but no longer the reader's. */
  left: "Taken out",
};
