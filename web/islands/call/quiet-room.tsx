import type { ComponentChildren } from "preact";
import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { CallPerson } from "../../pages/call-props.ts";
import { exactWords, shortNamesOf } from "../../pages/call-words.ts";
import { Chair } from "../../ui/icon.tsx";
import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Words } from "../../words/words.ts";
import { Spoken } from "./announcements.tsx";
import type { CallController } from "./call-controller.ts";
import { type CallState, currentOrNext } from "./call-state.ts";
import { Controls } from "./controls.tsx";
import { inCall } from "./stage-plan.ts";
import { SelfTile } from "./tile.tsx";
import { useNow } from "./use-controller.ts";

type In<Name extends CallState["name"]> = { controller: CallController; state: Extract<CallState, { name: Name }> };

/** Waiting in line before a full call. */
export function FullRoom({ controller, state }: In<"waiting">) {
  const t = useWords();
  const now = useNow(controller.clock);
  const { room, place } = state;
  const { cameraTrack, mic } = controller.local.view;
  const appointment = controller.props.appointments.find(({ id }) => id === state.appointmentId);
  const zone = controller.props.evening.zone;
  return (
    <>
      <h1 tabindex={-1}>{t("call.thisCallIsFull")}</h1>
      <ul class="seats" aria-label={t("call.inTheCall")}>
        {inCall(room).map(({ participantId, name }) => (
          <li key={participantId}>
            <Chair />
            {controller.shortName(name)}
          </li>
        ))}
      </ul>
      <Spoken>
        <Notice kind="info">
          <p>{t.rich("call.placeInLine", { place, strong: (children) => <strong>{children}</strong> })}</p>
        </Notice>
      </Spoken>
      <SelfTile
        track={cameraTrack}
        micOff={mic !== "on"}
        place=""
        caption={cameraTrack ? t("call.youAreReady") : t("call.you")}
        name={controller.props.me.name}
      />
      <p>
        {t.rich("call.lineLeft", {
          known: appointment ? "yes" : "no",
          subject: appointment?.subject ?? "",
          student: appointment?.student ?? "",
          left: exactWords(room.closesAt - now, t),
          until: t.time(room.closesAt, zone),
          strong: (children) => <strong>{children}</strong>,
        })}
      </p>
      <Controls
        controller={controller}
        label={t("call.waitingInLine")}
        leaveLabel={t("call.leaveTheLine")}
        seated={false}
      />
    </>
  );
}

/** Not in a call any more: what happened, what happens next, at most one button. */
export function EndedRoom({ controller, state }: In<"ended">) {
  const t = useWords();
  const { props, clock } = controller;
  const { role, guest } = props;
  const again =
    currentOrNext(props.appointments, [], clock.now()) ??
    props.appointments.find(({ id }) => id === state.appointmentId);
  const press = again && (() => controller.press(again.id));
  switch (state.why) {
    case "superseded":
      return (
        <Ended
          title={t("call.yourCallIsOpen")}
          press={press}
          button={t("call.continueHere")}
          after={guest && <NotYou invitedBy={guest.invitedBy} />}
        >
          <p>{t(guest ? "call.openElsewhereGuest" : "call.openElsewhere")}</p>
        </Ended>
      );
    case "removed":
      return guest ? <Withdrawn invitedBy={guest.invitedBy} /> : <NoLongerExpected props={props} />;
    case "taken_out":
      return (
        <Ended title={t("call.youAreOutOfThis")}>
          <p>{t("call.theTeacherTookYou")}</p>
          {guest && <p>{t("call.ifThisIsA", { invitedBy: guest.invitedBy })}</p>}
          <LeaveLink props={props} />
        </Ended>
      );
    case "left":
      return (
        <Ended
          title={t("call.youHaveLeftThe")}
          press={press}
          button={t("call.joinAgain")}
          after={<LeaveLink props={props} />}
        >
          <p>{leftWords(role, again?.teachers, t)}</p>
        </Ended>
      );
    case "finished":
      return (
        <Ended title={props.appointments.length > 1 ? t("call.thatWasYourLast") : t("call.yourAppointmentHasEnded")}>
          <p>{t(role === "teacher" ? "call.thanksTeacher" : "call.thankYouForComing")}</p>
          <LeaveLink props={props} />
        </Ended>
      );
    case "signed_out":
      return (
        <Ended title={t("call.pleaseSignInAgain")}>
          <p>{t("call.youWereSignedOut")}</p>
          <LeaveLink props={props} />
        </Ended>
      );
    case "protocol_error":
    case "flooded":
      return (
        <Ended title={t(TITLES[state.why])} press={press} button={t("call.joinAgain")}>
          <p>{t("call.yourCameraAndMicrophone")}</p>
        </Ended>
      );
    case "page_outdated":
      return (
        <Ended title={t("call.endedByUpdate")} press={() => location.reload()} button={t("call.loadAgain")}>
          <p>{t("call.updatedMeanwhile")}</p>
        </Ended>
      );
    case "moved":
      return (
        <Ended title={t("call.thisAppointmentWasMoved")}>
          <p>{t("call.oneMomentWeAre")}</p>
        </Ended>
      );
    case "cancelled":
    case "refused":
    case "room_closed":
    case "room_not_open":
    case "ended_by_teacher":
    case "timed_out":
    case "bad_ticket":
      return (
        <Ended title={state.why === "refused" ? t("call.weCouldNotTake") : t(TITLES[state.why])}>
          <Office words={state.why === "refused" ? state.words : ""} props={props} />
        </Ended>
      );
    default:
      return assertNever(state.why);
  }
}

function Withdrawn({ invitedBy }: { invitedBy: string }) {
  const t = useWords();
  return (
    <Ended title={t("call.yourInvitationWasTaken")}>
      <p>{t("call.theInvitationWasWithdrawn")}</p>
      <p>{t("call.ifThisIsA", { invitedBy })}</p>
      <Last>{t("call.youCanCloseThis")}</Last>
    </Ended>
  );
}

function NoLongerExpected({ props }: { props: CallController["props"] }) {
  const t = useWords();
  return (
    <Ended title={t("call.youAreNoLonger")}>
      <Office words="" props={props} />
    </Ended>
  );
}

function NotYou({ invitedBy }: { invitedBy: string }) {
  const t = useWords();
  return <Last>{t("call.wasItNotYou", { invitedBy })}</Last>;
}

function Office({ words, props }: { words: string; props: CallController["props"] }) {
  const t = useWords();
  return (
    <>
      <p>{words || t("call.yourCameraAndMicrophone2")}</p>
      <LeaveLink props={props} />
    </>
  );
}

function leftWords(role: string, teachers: CallPerson[] | undefined, t: Words<"call">): string {
  if (!teachers) return t("call.allOff");
  if (role === "teacher") return t("call.leftTeacher");
  return t("call.leftFamily", { teachers: shortNamesOf(teachers, t) });
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

const BACK = {
  guardian: "call.backToBookings",
  teacher: "call.backToSchedule",
  guest: "call.backToInvitation",
} as const;

function LeaveLink({ props }: { props: CallController["props"] }) {
  const t = useWords();
  return (
    <p>
      <a class="link" href={props.leaveUrl}>
        {t(BACK[props.role])}
      </a>
    </p>
  );
}

function Last({ children }: { children: ComponentChildren }) {
  return <p class="small soft">{children}</p>;
}

type EndedProps = {
  title: string;
  press?: (() => void) | undefined;
  button?: string;
  children: ComponentChildren;
  after?: ComponentChildren;
};

function Ended({ title, press, button, children, after }: EndedProps) {
  return (
    <>
      <Chair />
      <h1 tabindex={-1}>{title}</h1>
      {children}
      {press && (
        <p class="row">
          <button type="button" class="button is-primary" onClick={press}>
            {button}
          </button>
        </p>
      )}
      {after}
    </>
  );
}
