import { addressRefused } from "../changes/delivery-reported.ts";
import { runBatch } from "../db/prepared-batch.ts";
import type { World } from "../ports/deps.ts";
import { faultFields } from "../ports/fault-fields.ts";
import type { Mail, Outcome } from "../ports/mail.ts";
import { composeMail } from "./compose-mail.ts";
import { mailIds, mailLine } from "./mail-log.ts";
import { leaseDueMail, type OutboxRow, saveListed, settleStatement } from "./outbox.ts";

/** Two hundred messages a run: under the platform's 1,000 subrequests an invocation; the next minute's run takes the rest. */
const ROUNDS = 4;

/**
 * Sends what the outbox holds and is due, each message at least once, and twice only where Postmark took one without answering and its
 * search doesn't know it later. One bad row never stops the others. Rejects only where the database can't be reached.
 */
export async function sendDueMail(deps: World): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = await leaseDueMail(deps.db, deps.clock.now());
    if (rows.length === 0) return;
    await sendLeased(deps, rows);
  }
}

async function sendLeased(deps: World, rows: OutboxRow[]): Promise<void> {
  const prepared = await Promise.all(rows.map(async (row) => ({ row, ...(await prepare(deps, row)) })));
  const made = prepared.flatMap(({ row, mail, listed }) => (mail ? [{ row, mail, listed }] : []));
  const ours = await saveListed(deps.db, made);
  const ready = made.filter(({ row }) => ours.has(row.id));
  const outcomes = await deps.mail.send(ready.map(({ mail }) => mail));
  const settled = [
    ...prepared.flatMap(({ row, outcome }) => (outcome ? [{ row, outcome }] : [])),
    ...ready.map(({ row }, at): { row: OutboxRow; outcome: Outcome } => ({
      row,
      outcome: outcomes[at] ?? { kind: "later", problem: "unanswered", uncertain: true },
    })),
  ];
  const now = deps.clock.now();
  const statements = settled.flatMap(({ row, outcome }) => [
    settleStatement(deps.db, row, outcome, now),
    ...(isStopped(outcome) ? addressRefused(deps.db, row, now) : []),
  ]);
  if (statements.length > 0) await runBatch(deps.db, statements);
  for (const line of settled.map(({ row, outcome }) => mailLine(row, outcome, now))) if (line) deps.log(line);
}

function isStopped(outcome: Outcome): boolean {
  return outcome.kind === "refused" && outcome.problem === "inactive_recipient";
}

type Prepared =
  | { mail: Mail; listed: string | null; outcome?: never }
  | { outcome: Outcome; mail?: never; listed?: never };

async function prepare(deps: World, row: OutboxRow): Promise<Prepared> {
  if (row.uncertain) {
    const known = await deps.mail.hasTaken(row.id);
    if (known.taken) return { outcome: { kind: "sent" } };
    if (known.taken === null)
      return { outcome: { kind: "later", problem: "unavailable", uncertain: true, answer: known.answer } };
  }
  try {
    const composed = await composeMail(deps, row);
    return composed.kind === "mail" ? composed : { outcome: composed };
  } catch (error) {
    deps.log({ level: "error", event: "mail_not_composed", ...mailIds(row), ...faultFields(error) });
    return { outcome: { kind: "later", problem: "not_rendered", uncertain: false } };
  }
}
