import type { Words } from "../../web/words/words.ts";
import type { School } from "../db/records.ts";
import type { Scope } from "../db/scope.ts";
import type { World } from "../ports/deps.ts";
import type { Mail, Outcome } from "../ports/mail.ts";
import type { OutboxRow } from "./outbox.ts";

/** What a message says: the address it goes to, and its two bodies. */
export type Email = Pick<Mail, "to" | "subject" | "html" | "text" | "headers" | "attachments">;
/** `listed`: what the email lists, for the next one to be compared with. */
export type Composed = { kind: "email"; email: Email; listed?: string } | Unsent;
export type Unsent = Extract<Outcome, { kind: "not_needed" | "refused" | "later" }>;
/** What a composer is given: the row, the school that it is written for, and the scope, which has the moment. */
export type ComposeFor = { deps: World; scope: Scope; school: School; row: OutboxRow; t: Words };
