import * as z from "zod";
import type { EveningId } from "../../db/ids.ts";
import type { RecordsCursor } from "../../queries/records-lists.ts";
import { RECORDS_FILTERS, RECORDS_KINDS, type RecordsFilter, type RecordsKind } from "../../queries/records-search.ts";

/** The filters that a kind's list offers, in the order in which they are shown. */
export const FILTERS: Record<RecordsKind, readonly RecordsFilter[]> = {
  students: ["barred", "no-booking", "booked", "left"],
  guardians: ["may-book", "barred", "no-email", "bounced", "no-booking", "booked", "cannot-come", "left"],
  staff: ["teachers", "no-email", "bounced", "left"],
  classes: [],
};

/** Those that are asked of an evening. */
const OF_EVENING: readonly RecordsFilter[] = ["no-booking", "booked", "cannot-come"];

const MOST_TYPED = 100;
const text = (most: number) => z.string().max(most).catch("");

/** What an address asks for; whatever can't be read of it counts as not asked. */
const listQuery = z.object({
  kind: z.enum(RECORDS_KINDS).catch("students"),
  q: text(MOST_TYPED),
  is: z.enum(RECORDS_FILTERS).nullable().catch(null),
  evening: text(100),
  after: text(100),
  before: text(100),
});

export type ListQuery = {
  kind: RecordsKind;
  typed: string;
  filter: RecordsFilter | null;
  /** As asked for; empty where the address names none. */
  evening: EveningId;
  cursor: RecordsCursor;
};

export function readListQuery(query: Record<string, string>): ListQuery {
  const { kind, q, is, evening, after, before } = listQuery.parse(query);
  const cursor = after ? { after } : before ? { before } : null;
  return { kind, typed: q.trim(), filter: is && FILTERS[kind].includes(is) ? is : null, evening, cursor };
}

export function isOfEvening(filter: RecordsFilter | null): boolean {
  return filter !== null && OF_EVENING.includes(filter);
}
