import type { LogLine } from "../../durable-objects/log.ts";
import type { Outcome } from "../ports/mail.ts";
import type { OutboxRow } from "./outbox.ts";
import { isHopeless } from "./retry-rules.ts";

/** What the log says of a message that has not left; null where nothing went wrong, or what did has a line already. */
export function mailLine(row: OutboxRow, outcome: Outcome, now: number): LogLine | null {
  switch (outcome.kind) {
    case "sent":
    case "not_needed":
      return null;
    case "refused":
      return { level: "warn", event: "mail_refused", ...about(row, outcome) };
    case "later":
      if (isHopeless(row.createdAt, now)) return { level: "error", event: "mail_given_up", ...about(row, outcome) };
      if (outcome.problem === "waits_for_earlier" || outcome.problem === "not_rendered") return null;
      return { level: "warn", event: "mail_put_off", ...about(row, outcome) };
  }
}

/** Which message of the outbox. */
export function mailIds({ schoolId, id: outboxId, kind: mail, attempts }: OutboxRow) {
  return { schoolId, outboxId, mail, attempts };
}

function about(row: OutboxRow, { problem, answer }: Extract<Outcome, { problem: unknown }>) {
  return { ...mailIds(row), problem, ...(answer && { status: answer.status, code: answer.code }) };
}
