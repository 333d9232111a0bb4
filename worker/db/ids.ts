/**
 * An id of one kind of thing. Ids of two kinds can't be swapped: the compiler refuses. A plain string is taken for any of them, because an
 * address, a form or a test's literal says by its place what it names.
 */
export type Id<Kind extends string> = string & { readonly idOf?: Kind };

export type SchoolId = Id<"school">;
export type EveningId = Id<"evening">;
export type StudentId = Id<"student">;
export type ClassId = Id<"class">;
export type AppointmentId = Id<"appointment">;
export type ProposalId = Id<"proposal">;
export type WaitlistEntryId = Id<"waitlist entry">;
/** Whose claims lapse: a proposal, or a waitlist entry that was offered a time. */
export type HoldId = ProposalId | WaitlistEntryId;
export type InviteId = Id<"invite">;
export type MailId = Id<"mail">;
export type SignInLinkId = Id<"sign-in link">;
export type BreakId = Id<"break">;

/** A guardian, a teacher or an admin. */
export type PersonId = Id<"person">;
export type GuardianId = PersonId & { readonly role?: "guardian" };
export type TeacherId = PersonId & { readonly role?: "teacher" };
