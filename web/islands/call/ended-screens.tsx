import type { CallPerson, CallProps } from "../../pages/call-props.ts";
import { shortNamesOf } from "../../pages/call-words.ts";
import { useWords } from "../../words/use-words.ts";
import type { Words } from "../../words/words.ts";
import { assertNever } from "../assert-never.ts";
import type { CallState } from "./call-state.ts";
import { EndedFrame, LastWords, LeaveLink } from "./ended-frame.tsx";

export type Ended = Extract<CallState, { name: "ended" }>;
export type EndedScreenProps = {
  state: Ended;
  props: Pick<CallProps, "role" | "guest" | "leaveUrl"> & { appointments: readonly unknown[] };
  /** The teachers of the one that `onJoin` leads back to. */
  teachers: CallPerson[] | undefined;
  /** Undefined where nothing is left to join. */
  onJoin: (() => void) | undefined;
};

/** One screen for each reason why this page is in no call any more. */
export function EndedScreen(screen: EndedScreenProps) {
  const { state, props } = screen;
  switch (state.why) {
    case "superseded":
      return <OpenElsewhere {...screen} />;
    case "removed":
      if (props.guest) return <Withdrawn invitedBy={props.guest.invitedBy} />;
      return <Over {...screen} title="call.youAreNoLonger" />;
    case "taken_out":
      return <TakenOut {...screen} />;
    case "left":
      return <Left {...screen} />;
    case "finished":
      return <Finished {...screen} />;
    case "signed_out":
      return <SignedOut {...screen} />;
    case "protocol_error":
    case "flooded":
      return <Faulty {...screen} title={TITLES[state.why]} />;
    case "moved":
      return <Moved />;
    case "refused":
      return <Over {...screen} title="call.weCouldNotTake" words={state.words} />;
    case "cancelled":
    case "room_closed":
    case "room_not_open":
    case "ended_by_teacher":
    case "timed_out":
    case "bad_ticket":
      return <Over {...screen} title={TITLES[state.why]} />;
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

function OpenElsewhere({ props: { guest }, onJoin }: EndedScreenProps) {
  const t = useWords();
  const after = guest && <LastWords>{t("call.wasItNotYou", { invitedBy: guest.invitedBy })}</LastWords>;
  return (
    <EndedFrame title={t("call.yourCallIsOpen")} onJoin={onJoin} button={t("call.continueHere")} after={after}>
      <p>{t(guest ? "call.openElsewhereGuest" : "call.openElsewhere")}</p>
    </EndedFrame>
  );
}

function Withdrawn({ invitedBy }: { invitedBy: string }) {
  const t = useWords();
  return (
    <EndedFrame title={t("call.yourInvitationWasTaken")}>
      <p>{t("call.theInvitationWasWithdrawn")}</p>
      <p>{t("call.ifThisIsA", { invitedBy })}</p>
      <LastWords>{t("call.youCanCloseThis")}</LastWords>
    </EndedFrame>
  );
}

function TakenOut({ props: { role, guest, leaveUrl } }: EndedScreenProps) {
  const t = useWords();
  return (
    <EndedFrame title={t("call.youAreOutOfThis")}>
      <p>{t("call.theTeacherTookYou")}</p>
      {guest && <p>{t("call.ifThisIsA", { invitedBy: guest.invitedBy })}</p>}
      <LeaveLink role={role} href={leaveUrl} />
    </EndedFrame>
  );
}

function Left({ props: { role, leaveUrl }, teachers, onJoin }: EndedScreenProps) {
  const t = useWords();
  return (
    <EndedFrame
      title={t("call.youHaveLeftThe")}
      onJoin={onJoin}
      button={t("call.joinAgain")}
      after={<LeaveLink role={role} href={leaveUrl} />}
    >
      <p>{leftWords(role, teachers, t)}</p>
    </EndedFrame>
  );
}

function leftWords(role: string, teachers: CallPerson[] | undefined, t: Words<"call">): string {
  if (!teachers) return t("call.allOff");
  if (role === "teacher") return t("call.leftTeacher");
  return t("call.leftFamily", { teachers: shortNamesOf(teachers, t) });
}

function Finished({ props: { role, leaveUrl, appointments } }: EndedScreenProps) {
  const t = useWords();
  return (
    <EndedFrame title={appointments.length > 1 ? t("call.thatWasYourLast") : t("call.yourAppointmentHasEnded")}>
      <p>{t(role === "teacher" ? "call.thanksTeacher" : "call.thankYouForComing")}</p>
      <LeaveLink role={role} href={leaveUrl} />
    </EndedFrame>
  );
}

function SignedOut({ props: { role, leaveUrl } }: EndedScreenProps) {
  const t = useWords();
  return (
    <EndedFrame title={t("call.pleaseSignInAgain")}>
      <p>{t("call.youWereSignedOut")}</p>
      <LeaveLink role={role} href={leaveUrl} />
    </EndedFrame>
  );
}

type TitleKey = (typeof TITLES)[keyof typeof TITLES] | "call.weCouldNotTake" | "call.youAreNoLonger";

/** A fault: the same may go well the next time. */
function Faulty({ title, onJoin }: EndedScreenProps & { title: TitleKey }) {
  const t = useWords();
  return (
    <EndedFrame title={t(title)} onJoin={onJoin} button={t("call.joinAgain")}>
      <p>{t("call.yourCameraAndMicrophone")}</p>
    </EndedFrame>
  );
}

function Moved() {
  const t = useWords();
  return (
    <EndedFrame title={t("call.thisAppointmentWasMoved")}>
      <p>{t("call.oneMomentWeAre")}</p>
    </EndedFrame>
  );
}

/** `words`: the server's own. */
function Over({ props, title, words }: Pick<EndedScreenProps, "props"> & { title: TitleKey; words?: string }) {
  const t = useWords();
  return (
    <EndedFrame title={t(title)}>
      <p>{words || t("call.yourCameraAndMicrophone2")}</p>
      <LeaveLink role={props.role} href={props.leaveUrl} />
    </EndedFrame>
  );
}
