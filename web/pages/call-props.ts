import type { Role } from "../../durable-objects/protocol.ts";
import type { OwnMarks } from "./own-marks.ts";

/** One appointment in the order of the page's owner. All times are epoch milliseconds. */
export type CallAppointment = {
  id: string;
  startsAt: number;
  endsAt: number;
  /** When the call ends at the latest: `endsAt`, or later where the evening runs on `until-next`. */
  overrunUntil: number;
  teachers: CallPerson[];
  /** Whoever booked: what a teacher is shown instead of the teachers. */
  guardian?: CallPerson;
  student: string;
  subject: string;
  className?: string;
  state: "booked" | "cancelled";
  /** Families alone: by how many minutes the teacher has said to be late, absent where not. */
  lateMinutes?: number;
  /** Teachers alone: the name of the guest whom the family has invited to it. */
  guest?: string;
  /** Teachers alone: their own notes and marks. */
  own?: OwnMarks;
};

/** `shortName` is how a sentence calls them: "Mrs Abell". */
export type CallPerson = { name: string; shortName: string };

/** What the guest's page knows beyond the others. The token stays in this page's own props and the pass request. */
export type GuestProps = {
  inviteId: string;
  guestToken: string;
  /** Who sent the invite: "David Aaron". */
  invitedBy: string;
  /** Where "This isn't me" leads, if the school offers it. */
  notMeUrl?: string;
  /** The date until which the school keeps the guest's name and address, in words. */
  keptUntil?: number;
};

/** Everything the page of a call is given by the server. */
export type CallProps = {
  role: Role;
  me: { participantId: string; name: string };
  guest?: GuestProps;
  school: string;
  evening: { id: string; name: string; zone: string };
  /** The server's clock as it answered. */
  now: number;
  appointments: CallAppointment[];
  ending: "on-time" | "until-next";
  /** What the school asks of everyone before the first call; empty where it has no words of its own. */
  note: string;
  /** Where "leave this page" leads: My Bookings, My Schedule, or the guest's own page. */
  leaveUrl: string;
  /** Where the page reads its appointments again ({@link CallRecords}). */
  recordsUrl: string;
  checkUrl: string;
};

/** What the page reads again while it is open. */
export type CallPageData = Pick<CallProps, "appointments">;
