import * as z from "zod";
import type { Words } from "../../../web/words/words.ts";
import type { BookingGrid } from "../../queries/booking-grid.ts";
import { ownFor } from "../../rules/booking/slots.ts";
import { type FieldError, id, instant, ticked } from "../../rules/form-fields.ts";
import type { Choices } from "../../rules/plan-evening.ts";
import { MOST_WISHES } from "../../rules/propose-times.ts";
import { type Draft, keyOf } from "./automatic-view.ts";

const RANK = "rank-";
const rank = z.coerce.number().int().min(1).max(999);
const form = z.object({
  id,
  from: instant,
  to: instant,
  want: ticked.default([]),
});

export type AutomaticForm = { id: string; draft: Draft };

/** Reads what was posted; null where no form of ours can have sent it. A rank that is no number is none. */
export function readAutomaticForm(body: Record<string, unknown>): AutomaticForm | null {
  const read = form.safeParse(body);
  if (!read.success) return null;
  const { id, from, to, want } = read.data;
  const ranks = Object.entries(body).flatMap(([name, value]) => {
    const given = name.startsWith(RANK) && value !== "" ? rank.safeParse(value) : null;
    return given?.success ? [[name.slice(RANK.length), given.data] as const] : [];
  });
  return { id, draft: { from, to, wanted: new Set(want), ranks: new Map(ranks) } };
}

/** The form as a query, for its own page to read again. */
export function queryOf({ id, draft }: AutomaticForm): URLSearchParams {
  const { from, to, wanted, ranks } = draft;
  const query = new URLSearchParams({ id, from: String(from), to: String(to) });
  for (const key of wanted) query.append("want", key);
  for (const [key, rank] of ranks) query.append(`${RANK}${key}`, String(rank));
  return query;
}

/** What `queryOf` wrote; null where a query is none. */
export function readQuery(queries: Record<string, string[]>): AutomaticForm | null {
  const fields = Object.entries(queries).map(([name, all]) => [name, all.length === 1 ? all[0] : all] as const);
  return readAutomaticForm(Object.fromEntries(fields));
}

/** What is asked for, of what this guardian can ask for; what is booked meanwhile is left out. */
export function choicesOf(bookingGrid: BookingGrid, { from, to, wanted, ranks }: Draft): Choices {
  const bookables = bookingGrid.bookables.filter((bookable) =>
    wanted.has(keyOf(bookable.student.id, bookable.classId)),
  );
  return {
    ...{ from, to },
    wanted: bookables
      .filter((bookable) => !ownFor(bookingGrid, bookable))
      .map(({ student, classId }) => ({
        ...{ studentId: student.id, classId },
        rank: ranks.get(keyOf(student.id, classId)) ?? null,
      })),
  };
}

/** What is amiss with the choices, by the ids of the form's boxes. */
export function faultsOf({ from, to, wanted }: Choices, t: Words): FieldError[] {
  const faults: FieldError[] = [];
  if (to <= from) faults.push({ field: "to", words: t("refusals.form.latest.error") });
  if (wanted.length === 0) faults.push({ field: "teachers", words: t("refusals.form.tickOne.error") });
  if (wanted.length > MOST_WISHES)
    faults.push({ field: "teachers", words: t("refusals.form.tickFewer.error", { most: MOST_WISHES }) });
  return faults;
}
