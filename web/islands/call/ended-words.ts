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
        title: t("call.ended.superseded.title"),
        paragraphs: [t(guest ? "call.ended.superseded.guest.text" : "call.ended.superseded.text")],
        button: t("call.ended.superseded.button"),
        link: false,
        ...(guest && { last: t("call.ended.superseded.guest.hint", { invitedBy: guest.invitedBy }) }),
      };
    case "removed":
      return guest
        ? withdrawn(guest.invitedBy, t)
        : over(t("call.ended.removed.title"), t("call.ended.askSchool.text"));
    case "taken_out":
      return over(
        t("call.ended.takenOut.title"),
        t("call.ended.takenOut.text"),
        ...(guest ? [t("call.ended.surprise.text", { invitedBy: guest.invitedBy })] : []),
      );
    case "left":
      return {
        ...over(t("call.ended.left.title"), leftWords(role, teachers, t)),
        button: t("call.ended.joinAgain.button"),
      };
    case "finished":
      return over(
        t(appointments.length > 1 ? "call.ended.finished.last.title" : "call.ended.finished.title"),
        t(role === "teacher" ? "call.ended.finished.teacher.text" : "call.ended.finished.text"),
      );
    case "signed_out":
      return over(t("call.ended.signedOut.title"), t("call.ended.signedOut.text"));
    case "protocol_error":
    case "flooded":
      return { ...plain(t(TITLES[state.why]), t("call.ended.fault.text")), button: t("call.ended.joinAgain.button") };
    case "page_outdated":
      return {
        ...plain(t("call.ended.updated.title"), t("call.ended.updated.text")),
        button: t("call.ended.updated.button"),
      };
    case "moved":
      return plain(t("call.ended.moved.title"), t("call.ended.moved.text"));
    case "refused":
      return over(t("call.ended.refused.title"), state.words || t("call.ended.askSchool.text"));
    case "cancelled":
    case "room_closed":
    case "room_not_open":
    case "ended_by_teacher":
    case "timed_out":
    case "bad_ticket":
      return over(t(TITLES[state.why]), t("call.ended.askSchool.text"));
    default:
      return assertNever(state.why);
  }
}

/** As a title; the protocol's own words are for whoever reads logs. */
const TITLES = {
  protocol_error: "call.ended.fault.title",
  flooded: "call.ended.flooded.title",
  cancelled: "call.ended.cancelled.title",
  room_closed: "call.ended.roomClosed.title",
  room_not_open: "call.ended.roomNotOpen.title",
  ended_by_teacher: "call.ended.byTeacher.title",
  timed_out: "call.ended.timedOut.title",
  bad_ticket: "call.ended.badTicket.title",
} as const;

function plain(title: string, ...paragraphs: string[]): EndedWords {
  return { title, paragraphs, link: false };
}

function over(title: string, ...paragraphs: string[]): EndedWords {
  return { title, paragraphs, link: true };
}

function withdrawn(invitedBy: string, t: Words<"call">): EndedWords {
  return {
    ...plain(
      t("call.ended.withdrawn.title"),
      t("call.ended.withdrawn.text"),
      t("call.ended.surprise.text", { invitedBy }),
    ),
    last: t("call.ended.withdrawn.hint"),
  };
}

function leftWords(role: string, teachers: CallPerson[] | undefined, t: Words<"call">): string {
  if (!teachers) return t("call.ended.left.text");
  if (role === "teacher") return t("call.ended.left.teacher.text");
  return t("call.ended.left.family.text", { teachers: shortNamesOf(teachers, t) });
}
