import type { Words } from "../../web/words/words.ts";
import { fullName } from "../rules/names.ts";
import type { Change } from "./last-list.ts";
import { list, type Part, part, sentence } from "./letter.tsx";

/** What has changed since the last mail, as a list of its own above the whole one. */
export function changesList(changes: readonly Change[], zone: string, top: number, t: Words): Part {
  const cells = changes.map((change) => cellsOf(change, zone, t));
  const rows = cells.map((row, at) => ({ key: String(at), cells: row }));
  const columns = [t("mail.change"), t("mail.time"), t("mail.teacher"), t("mail.student")];
  const lines = cells.map(([what, ...rest]) => `  ${what}: ${rest.filter(Boolean).join(", ")}`);
  return list({ columns, rows, strong: 0, top }, lines.join("\n"));
}

/** The same under its heading; `now` leads on to the whole list where there is one. Nothing where a letter tells of no changes. */
export function whatHasChanged(changes: readonly Change[] | null, zone: string, now: string | null, t: Words): Part[] {
  if (!changes) return [];
  const [title, changed] = [sentence(t("mail.whatHasChanged"), 0), changesList(changes, zone, 8, t)];
  const text = [...title.text, ...changed.text].join("\n");
  return [part([title.html, changed.html], text), ...(now === null ? [] : [sentence(now, 0)])];
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
