import type { Database } from "../db/client.ts";
import { outbox } from "../db/schema.ts";

/** What a message is about: ids only, so that the outbox holds no address, name or token. Rendered when it is sent, with what holds then. */
export type MailSubject =
  | { kind: "sign_in"; linkId: string }
  | { kind: "booking_confirmation"; guardianId: string; eveningId: string }
  | { kind: "invitation"; inviteId: string };

/** The statement that puts a message into the outbox: add it to the batch that makes the change. */
export function enqueueMail(db: Database, schoolId: string, mail: MailSubject, now: number) {
  const { kind, ...subject } = mail;
  return db.insert(outbox).values({
    schoolId,
    id: crypto.randomUUID(),
    kind,
    subject: JSON.stringify(subject),
    state: "waiting",
    dueAt: now,
    createdAt: now,
  });
}
