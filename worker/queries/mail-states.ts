import { and, asc, eq, ne, or, sql } from "drizzle-orm";
import { assertNever } from "../../durable-objects/assert-never.ts";
import type { InviteId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { outbox } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** What became of the newest mail about an invite. `problem` is a word of the outbox's or of a delivery's. */
export type MailState = { kind: "waiting" | "sent" | "delivered" } | { kind: "failed"; problem: string };

/** By invite; nothing where no mail about it is needed. */
export async function mailStatesOf(scope: Scope, inviteIds: readonly InviteId[]): Promise<Map<string, MailState>> {
  const { db, schoolId } = scope;
  const subjects = new Map(inviteIds.map((inviteId) => [JSON.stringify({ inviteId }), inviteId]));
  const rows = await db
    .select({
      subject: outbox.subject,
      state: outbox.state,
      problem: outbox.problem,
      delivery: outbox.delivery,
      deliveryProblem: outbox.deliveryProblem,
    })
    .from(outbox)
    .where(
      and(
        eq(outbox.schoolId, schoolId),
        inList(outbox.subject, [...subjects.keys()]),
        or(sql`${outbox.problem} IS NULL`, ne(outbox.problem, "not_needed")),
        // A change that waits for its minute says nothing yet of whether the address works.
        or(ne(outbox.state, "waiting"), ne(outbox.kind, "invitation_changed")),
      ),
    )
    .orderBy(asc(outbox.createdAt), asc(outbox.id));
  return new Map(rows.map((row) => [subjects.get(row.subject) ?? "", mailStateOf(row)]));
}

type Row = Pick<typeof outbox.$inferSelect, "state" | "problem" | "delivery" | "deliveryProblem">;

/** What is known of one message. */
export function mailStateOf({ state, problem, delivery, deliveryProblem }: Row): MailState {
  switch (delivery) {
    case "delivered":
      return { kind: "delivered" };
    case "bounced":
      return { kind: "failed", problem: deliveryProblem ?? "refused" };
    case "complained":
      return { kind: "failed", problem: "complained" };
    case null:
      break;
    default:
      return assertNever(delivery);
  }
  if (state === "failed") return { kind: "failed", problem: problem ?? "gave_up" };
  return { kind: state === "sent" ? "sent" : "waiting" };
}
