/** A message to one person, ready to go. */
export type Mail = {
  /** The outbox row's id: how an ambiguous send is looked up. */
  id: string;
  schoolSlug: string;
  schoolName: string;
  to: string;
  /** Where replies go; nowhere where it is empty or left out. */
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  headers?: { name: string; value: string }[];
  attachments?: Attachment[];
};

/** `type` as in Content-Type. */
export type Attachment = { name: string; type: string; text: string };

export type MailGateway = {
  /** One outcome a message, in order. Never rejects. */
  send(mails: readonly Mail[]): Promise<Outcome[]>;
  /** Whether Postmark has taken the message with this id; where it can't say, what it answered instead. Never rejects. */
  hasTaken(id: string): Promise<{ taken: boolean } | { taken: null; answer: MailAnswer }>;
  /**
   * Asks that mail goes to an address again from which it came back. `refused`: its owner complained, and only they can undo that. Never
   * rejects.
   */
  liftStop(address: string): Promise<StopLifted>;
};

export type StopLifted = { kind: "lifted" } | { kind: "refused" } | { kind: "unanswered"; answer: MailAnswer };

/** What Postmark answered: the HTTP status and its own error code, null where none came. */
export type MailAnswer = { status: number | null; code: number | null };

/**
 * What became of one message. `later`: neither taken nor refused for good; `uncertain`: it may have been taken all the same; `answer`: what
 * Postmark said, where it was asked.
 */
export type Outcome =
  | { kind: "sent" }
  | { kind: "refused"; problem: MailFailure; answer?: MailAnswer }
  /** Nobody has to be told any more. */
  | { kind: "not_needed" }
  | { kind: "later"; problem: MailFailure; uncertain: boolean; answer?: MailAnswer };

/** A word for what went wrong: what the office is told. */
export type MailFailure =
  | "inactive_recipient" // bounced or complained before: Postmark won't deliver there
  | "invalid_request" // Postmark refuses the address or the message
  | "no_address"
  | "rate_limited"
  | "unavailable"
  | "unanswered"
  | "not_rendered"
  | "waits_for_earlier" // it is not known yet whether an earlier mail has reached the same reader
  | "gave_up"
  | "not_needed";
