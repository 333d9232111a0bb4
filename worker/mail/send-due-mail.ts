import type { World } from "../ports/deps.ts";
import type { Mail, MailGateway, Outcome } from "../ports/mail.ts";
import { openPostmark } from "../ports/postmark.ts";
import { composeMail } from "./compose-mail.ts";
import { claimDueMail, noteListed, type OutboxRow, settleStatement } from "./outbox.ts";

/** Two hundred messages a run: under the platform's 1,000 subrequests an invocation; the next minute's run takes the rest. */
const ROUNDS = 4;

/**
 * Sends what the outbox holds and is due, each message at least once, and twice only where Postmark took one without answering and its
 * search doesn't know it later. One bad row never stops the others. Rejects only where the database can't be reached.
 */
export async function sendDueMail(deps: World): Promise<void> {
  const gateway = openPostmark(deps.settings);
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = await claimDueMail(deps.db, deps.clock());
    if (rows.length === 0) return;
    await sendClaimed(deps, gateway, rows);
  }
}

async function sendClaimed(deps: World, gateway: MailGateway, rows: OutboxRow[]): Promise<void> {
  const prepared = await Promise.all(rows.map(async (row) => ({ row, ...(await prepare(deps, gateway, row)) })));
  const made = prepared.flatMap(({ row, mail, listed }) => (mail ? [{ row, mail, listed }] : []));
  const ours = await noteListed(deps.db, made);
  const ready = made.filter(({ row }) => ours.has(row.id));
  const outcomes = await gateway.send(ready.map(({ mail }) => mail));
  const settled = [
    ...prepared.flatMap(({ row, outcome }) => (outcome ? [{ row, outcome }] : [])),
    ...ready.map(({ row }, at): { row: OutboxRow; outcome: Outcome } => ({
      row,
      outcome: outcomes[at] ?? { kind: "later", problem: "unanswered", uncertain: true },
    })),
  ];
  const [first, ...rest] = settled.map(({ row, outcome }) => settleStatement(deps.db, row, outcome, deps.clock()));
  if (first) await deps.db.batch([first, ...rest]);
}

type Prepared =
  | { mail: Mail; listed: string | null; outcome?: never }
  | { outcome: Outcome; mail?: never; listed?: never };

async function prepare(deps: World, gateway: MailGateway, row: OutboxRow): Promise<Prepared> {
  if (row.uncertain) {
    try {
      if (await gateway.hasTaken(row.id)) return { outcome: { kind: "sent" } };
    } catch {
      return { outcome: { kind: "later", problem: "unavailable", uncertain: true } };
    }
  }
  try {
    const composed = await composeMail(deps, row);
    return composed.kind === "mail" ? composed : { outcome: composed };
  } catch (error) {
    console.error(`mail ${row.kind} ${row.id}: ${error instanceof Error ? error.name : "unknown"}`);
    return { outcome: { kind: "later", problem: "not_rendered", uncertain: false } };
  }
}
