import { useLayoutEffect, useRef } from "preact/hooks";
import type { CallState } from "./call-state.ts";

/** The class of the page's <main>: a page of the school's, a few quiet words in one, or a call that fills the window. */
type Frame = "page" | "quiet-room" | "call-main";

function frameOf(state: CallState): Frame {
  if (state.name === "ready") return "page";
  return state.name === "ended" || (state.name === "waiting" && state.reason === "full") ? "quiet-room" : "call-main";
}

/** The school's frame stands around quiet pages; a call fills the window. Focus follows to the heading when the kind of page changes. */
export function usePageFrame(state: CallState, isTeacher: boolean, main: HTMLElement): void {
  const frame = frameOf(state);
  const before = useRef(frame);
  useLayoutEffect(() => {
    main.className = frame;
    document.body.classList.toggle("call", frame === "call-main");
    document.body.classList.toggle("desk", isTeacher && frame === "call-main");
  }, [frame, isTeacher, main]);
  // Before the next key: a frame later it would find the focus nowhere.
  useLayoutEffect(() => {
    if (before.current === frame) return;
    before.current = frame;
    main.querySelector("h1")?.focus();
    if (frame !== "call-main") document.title = main.querySelector("h1")?.textContent ?? document.title;
  }, [frame, main]);
  useStateName(state);
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
