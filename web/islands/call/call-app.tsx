import { useEffect } from "preact/hooks";
import { assertNever } from "../assert-never.ts";
import type { CallController } from "./call-controller.ts";
import { CallControls } from "./call-controls.tsx";
import { currentOrNext } from "./call-state.ts";
import { canCall } from "./can-call.ts";
import { type Ended, EndedScreen } from "./ended-screens.tsx";
import { AnnouncerContext, LiveRegion } from "./live-region.tsx";
import { LostMessages } from "./lost-messages.tsx";
import { noteSeen } from "./note-seen.ts";
import { QueueScreen, type Waiting } from "./queue-screen.tsx";
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
  const { call, props } = controller.view;
  usePageFrame(call.state, props.role === "teacher", main);
  useFocusKept(main);
  return (
    <AnnouncerContext.Provider value={controller.announcer}>
      <Screen controller={controller} />
      <LiveRegion />
    </AnnouncerContext.Provider>
  );
}

function Screen({ controller }: AppProps) {
  const { state } = controller.view.call;
  switch (state.name) {
    case "ready":
      return <Ready controller={controller} />;
    case "ended":
      return <Over controller={controller} state={state} />;
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
  const { local } = controller;
  const { props, devices } = controller.view;
  const now = useNow(controller.clock);
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
      noteSeen={noteSeen(props)}
      devices={devices}
      onCamera={() => void local.toggleCamera()}
      onMic={() => void local.toggleMic()}
      onChoose={(kind, deviceId) => void local.choose(kind, deviceId)}
      onAskAgain={() => void local.open()}
      onReach={(appointmentId) => controller.prepareJoin(appointmentId)}
      onJoin={(appointmentId, listenOnly) => controller.join(appointmentId, listenOnly)}
    />
  );
}

function Queue({ controller, state }: AppProps & { state: Waiting }) {
  const { props, devices } = controller.view;
  const now = useNow(controller.clock);
  return (
    <QueueScreen
      state={state}
      appointment={props.appointments.find(({ id }) => id === state.appointmentId)}
      shortName={(name) => controller.shortName(name)}
      name={props.me.name}
      devices={devices}
      zone={props.evening.zone}
      now={now}
    >
      <CallControls controller={controller} where="queue" seated={false} />
    </QueueScreen>
  );
}

function Over({ controller, state }: AppProps & { state: Ended }) {
  const { props, lostMessages } = controller.view;
  const { appointments } = props;
  const again =
    currentOrNext(appointments, [], controller.clock.now()) ??
    appointments.find(({ id }) => id === state.appointmentId);
  return (
    <>
      <EndedScreen
        state={state}
        props={props}
        teachers={again?.teachers}
        onJoin={again && (() => controller.join(again.id))}
      />
      <LostMessages messages={lostMessages} onDismiss={() => controller.dismissLost()} />
    </>
  );
}
