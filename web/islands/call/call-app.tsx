import { useEffect } from "preact/hooks";
import { assertNever } from "../../../durable-objects/assert-never.ts";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { CallControls } from "./call-controls.tsx";
import { callNoteSeen } from "./call-note-seen.ts";
import { currentOrNext } from "./call-state.ts";
import { canCall } from "./can-call.ts";
import { EndedScreen } from "./ended-screens.tsx";
import type { EndedState } from "./ended-words.ts";
import { AnnouncerContext, LiveRegion } from "./live-region.tsx";
import { LostMessages } from "./lost-messages.tsx";
import { QueueScreen, type WaitingState } from "./queue-screen.tsx";
import { ReadyScreen } from "./ready-screen.tsx";
import { RoomScreen } from "./room-screen.tsx";
import { useFocusKept } from "./use-focus-kept.ts";
import { useNow } from "./use-now.ts";
import { usePageFrame } from "./use-page-frame.ts";
import { useSubscription } from "./use-subscription.ts";

type AppProps = { controller: CallController };

/** Lives inside the page's <main>, whose class says which kind of page this is at the moment. */
export function CallApp({ controller, main }: AppProps & { main: HTMLElement }) {
  useSubscription(controller);
  usePageFrame(controller.machine.state, controller.page.props.role === "teacher", main);
  useFocusKept(main);
  return (
    <AnnouncerContext.Provider value={controller.announcer}>
      <Screen controller={controller} />
      <LiveRegion />
    </AnnouncerContext.Provider>
  );
}

function Screen({ controller }: AppProps) {
  const { state } = controller.machine;
  switch (state.name) {
    case "ready":
      return <Ready controller={controller} />;
    case "ended":
      return endedScreen(controller, state);
    case "waiting":
      if (state.reason === "full") return <Queue controller={controller} state={state} />;
      return <RoomScreen controller={controller} state={state} />;
    case "joining":
    case "in-call":
    case "reconnecting":
    case "between":
      return <RoomScreen controller={controller} state={state} />;
    default:
      return assertNever(state);
  }
}

function Ready({ controller }: AppProps) {
  const { local, clock, page, connection } = controller;
  const { props } = page;
  const now = useNow(clock);
  const next = currentOrNext(props.appointments, [], now);
  const canJoin = next !== undefined && canCall();
  useEffect(() => {
    // Without a question only, as a page that is opened days before must not ask for a camera; and where there is something to join.
    if (canJoin) void local.openIfAllowed();
    // The last has ended meanwhile: a camera that nobody sees must not go on.
    else local.stop();
  }, [local, canJoin]);
  return (
    <ReadyScreen
      props={props}
      now={now}
      next={next}
      canCall={canCall()}
      noteSeen={callNoteSeen(props)}
      devices={local.view}
      onToggle={local.toggle}
      onChoose={local.choose}
      onAskAgain={local.open}
      onReach={(appointmentId) => connection.passes.reach(appointmentId)}
      onJoin={controller.join}
    />
  );
}

function Queue({ controller, state }: AppProps & { state: WaitingState }) {
  const t = useWords();
  const { page, local, clock } = controller;
  return (
    <QueueScreen state={state} props={page.props} shortName={page.shortName} devices={local.view} now={useNow(clock)}>
      <CallControls
        controller={controller}
        label={t("call.full.controls.label")}
        leaveLabel={t("call.full.leave.button")}
        seated={false}
      />
    </QueueScreen>
  );
}

function endedScreen({ page, clock, chat, join }: CallController, state: EndedState) {
  const { appointments } = page.props;
  const again =
    currentOrNext(appointments, [], clock.now()) ?? appointments.find(({ id }) => id === state.appointmentId);
  const isOutdated = state.why === "page_outdated";
  return (
    <>
      <EndedScreen
        state={state}
        props={page.props}
        teachers={again?.teachers}
        onPress={isOutdated ? () => location.reload() : again && (() => join(again.id))}
      />
      <LostMessages messages={chat.lost} onDismiss={chat.dismissLost} />
    </>
  );
}
