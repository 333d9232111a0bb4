import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { CallPerson, CallProps } from "../../pages/call-props.ts";
import { shortNamesOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";
import type { CallState } from "./call-state.ts";

export type EndedState = Extract<CallState, { name: "ended" }>;
export type EndedParts = {
  state: EndedState;
  props: Pick<CallProps, "role" | "guest"> & { appointments: readonly unknown[] };
  /** Of the appointment that one may join again; undefined where there is none. */
  teachers: CallPerson[] | undefined;
};

/** What the page says when it is in no call any more. */
export type EndedWords = {
  title: string;
  paragraphs: string[];
  /** On the one button: to join again, or to load a page that is too old again. */
  button?: string;
  /** Whether a link leads to where the page's owner came from. */
  link: boolean;
  /** Said last, and small. */
  last?: string;
};

/** For each reason why a call has ended: what happened, and what happens next. */
export function endedWords({ state, props, teachers }: EndedParts, t: Words<"call">): EndedWords {
  const { role, guest, appointments } = props;
  switch (state.why) {
    case "superseded":
      return {
        title: t("call.yourCallIsOpen"),
        paragraphs: [t(guest ? "call.openElsewhereGuest" : "call.openElsewhere")],
        button: t("call.continueHere"),
        link: false,
        ...(guest && { last: t("call.wasItNotYou", { invitedBy: guest.invitedBy }) }),
      };
    case "removed":
      return guest ? withdrawn(guest.invitedBy, t) : over(t("call.youAreNoLonger"), t("call.yourCameraAndMicrophone2"));
    case "taken_out":
      return over(
        t("call.youAreOutOfThis"),
        t("call.theTeacherTookYou"),
        ...(guest ? [t("call.ifThisIsA", { invitedBy: guest.invitedBy })] : []),
      );
    case "left":
      return { ...over(t("call.youHaveLeftThe"), leftWords(role, teachers, t)), button: t("call.joinAgain") };
    case "finished":
      return over(
        t(appointments.length > 1 ? "call.thatWasYourLast" : "call.yourAppointmentHasEnded"),
        t(role === "teacher" ? "call.thanksTeacher" : "call.thankYouForComing"),
      );
    case "signed_out":
      return over(t("call.pleaseSignInAgain"), t("call.youWereSignedOut"));
    case "protocol_error":
    case "flooded":
      return { ...plain(t(TITLES[state.why]), t("call.yourCameraAndMicrophone")), button: t("call.joinAgain") };
    case "page_outdated":
      return { ...plain(t("call.endedByUpdate"), t("call.updatedMeanwhile")), button: t("call.loadAgain") };
    case "moved":
      return plain(t("call.thisAppointmentWasMoved"), t("call.oneMomentWeAre"));
    case "refused":
      return over(t("call.weCouldNotTake"), state.words || t("call.yourCameraAndMicrophone2"));
    case "cancelled":
    case "room_closed":
    case "room_not_open":
    case "ended_by_teacher":
    case "timed_out":
    case "bad_ticket":
      return over(t(TITLES[state.why]), t("call.yourCameraAndMicrophone2"));
    default:
      return assertNever(state.why);
  }
}

/** As a title; the protocol's own words are for whoever reads logs. */
const TITLES = {
  protocol_error: "call.endedByFault",
  flooded: "call.endedByFlood",
  cancelled: "call.endedByCancelling",
  room_closed: "call.endedInTime",
  room_not_open: "call.endedTooEarly",
  ended_by_teacher: "call.endedByTeacher",
  timed_out: "call.endedInSilence",
  bad_ticket: "call.endedUnchecked",
} as const;

function plain(title: string, ...paragraphs: string[]): EndedWords {
  return { title, paragraphs, link: false };
}

function over(title: string, ...paragraphs: string[]): EndedWords {
  return { title, paragraphs, link: true };
}

function withdrawn(invitedBy: string, t: Words<"call">): EndedWords {
  return {
    ...plain(t("call.yourInvitationWasTaken"), t("call.theInvitationWasWithdrawn"), t("call.ifThisIsA", { invitedBy })),
    last: t("call.youCanCloseThis"),
  };
}

function leftWords(role: string, teachers: CallPerson[] | undefined, t: Words<"call">): string {
  if (!teachers) return t("call.allOff");
  if (role === "teacher") return t("call.leftTeacher");
  return t("call.leftFamily", { teachers: shortNamesOf(teachers, t) });
}
