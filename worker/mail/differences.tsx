import type { Words } from "../../web/words/words.ts";
import { fullName, studentName } from "../rules/names.ts";
import type { Difference } from "./last-list.ts";
import { list, type Part, part, sentence } from "./letter.tsx";

/** What has changed since the last mail, as a list of its own above the whole one. */
export function changesList(differences: readonly Difference[], zone: string, top: number, t: Words): Part {
  const cells = differences.map((change) => cellsOf(change, zone, t));
  const rows = cells.map((row, at) => ({ key: String(at), cells: row }));
  const columns = [t("mail.change.column"), t("mail.time.column"), t("mail.teacher.column"), t("mail.student.column")];
  const lines = cells.map(([what, ...rest]) => `  ${what}: ${rest.filter(Boolean).join(", ")}`);
  return list({ columns, rows, strong: 0, top }, lines.join("\n"));
}

/** The same under its heading; `now` leads on to the whole list where there is one. Nothing where a letter tells of no changes. */
export function whatHasChanged(
  differences: readonly Difference[] | null,
  zone: string,
  now: string | null,
  t: Words,
): Part[] {
  if (!differences) return [];
  const [title, changed] = [sentence(t("mail.changes.text"), 0), changesList(differences, zone, 8, t)];
  const text = [...title.text, ...changed.text].join("\n");
  return [part([title.html, changed.html], text), ...(now === null ? [] : [sentence(now, 0)])];
}

function cellsOf(change: Difference, zone: string, t: Words): string[] {
  const { appointment } = change;
  const time = t.time(change.startsAt, zone);
  return [
    t(KINDS[change.kind === "gone" && !appointment ? "left" : change.kind]),
    change.kind === "moved" && change.from !== null && change.from !== change.startsAt
      ? t("mail.change.from.text", { time, before: t.time(change.from, zone) })
      : time,
    appointment ? t.list(appointment.teachers.map((teacher) => fullName({ ...teacher, role: "teacher" }))) : "",
    appointment ? studentName(appointment.student) : "",
  ];
}

const KINDS = {
  new: "mail.change.new.status",
  moved: "mail.change.moved.status",
  people: "mail.change.people.status",
  gone: "mail.change.gone.status",
  /** Still booked, but no longer the reader's. */
  left: "mail.change.left.status",
} as const;
