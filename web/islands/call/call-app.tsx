import { useLayoutEffect, useRef } from "preact/hooks";
import { Announcements, AnnouncerContext } from "./announcements.tsx";
import type { CallController } from "./call-controller.ts";
import type { CallState } from "./call-state.ts";
import { LostLines } from "./lost-lines.tsx";
import { EndedRoom, FullRoom } from "./quiet-room.tsx";
import { ReadyScreen } from "./ready-screen.tsx";
import { RoomScreen } from "./room-screen.tsx";
import { useSubscription } from "./use-controller.ts";
import { useFocusKept } from "./use-focus-kept.ts";

type Screen = "page" | "quiet-room" | "call-main";

/** Lives inside the page's <main>, whose class says which kind of page this is at the moment. */
export function CallApp({ controller, main }: { controller: CallController; main: HTMLElement }) {
  useSubscription(controller);
  const { state } = controller.view.call;
  const screen = screenOf(state);
  useHouse(screen, controller.props.role === "teacher", main);
  useFocusKept(main);
  useStateName(state);
  return (
    <AnnouncerContext.Provider value={controller.announcer}>
      <View controller={controller} state={state} />
      <Announcements />
    </AnnouncerContext.Provider>
  );
}

function View({ controller, state }: { controller: CallController; state: CallState }) {
  if (state.name === "ready") return <ReadyScreen controller={controller} />;
  if (state.name === "ended")
    return (
      <>
        <EndedRoom controller={controller} state={state} />
        <LostLines controller={controller} />
      </>
    );
  if (state.name === "waiting" && state.reason === "full") return <FullRoom controller={controller} state={state} />;
  return <RoomScreen controller={controller} state={state} />;
}

function screenOf(state: CallState): Screen {
  if (state.name === "ready") return "page";
  return state.name === "ended" || (state.name === "waiting" && state.reason === "full") ? "quiet-room" : "call-main";
}

/** The school's house stands around quiet pages; a call fills the window. Focus follows to the heading when the kind of page changes. */
function useHouse(screen: Screen, desk: boolean, main: HTMLElement): void {
  const before = useRef(screen);
  useLayoutEffect(() => {
    main.className = screen;
    document.body.classList.toggle("call", screen === "call-main");
    document.body.classList.toggle("desk", desk && screen === "call-main");
  }, [screen, desk, main]);
  // Before the next key: a frame later it would find the focus nowhere.
  useLayoutEffect(() => {
    if (before.current === screen) return;
    before.current = screen;
    main.querySelector("h1")?.focus();
    if (screen !== "call-main") document.title = main.querySelector("h1")?.textContent ?? document.title;
  }, [screen, main]);
}

/** For style sheets and tests: which state the page is in, and why. */
function useStateName(state: CallState): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.callState = state.name;
    dataset.callReason = "why" in state ? state.why : "reason" in state ? state.reason : "";
    dataset.callAppointment = "appointmentId" in state ? state.appointmentId : "";
  }, [state]);
}
