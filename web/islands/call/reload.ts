import type { CallParts } from "./call-parts.ts";
import { forgetCall, keepCall, keptCall } from "./kept-call.ts";

type KeptParts = Pick<CallParts, "page" | "machine" | "connection" | "local" | "chat">;

/** Keeps where the page is now, for a reload to come back to; a call that has ended is not come back to, unless it was moved. */
export function keepForReload({ machine, connection, local, chat }: KeptParts): void {
  const { state } = machine;
  const { epoch } = connection.passes;
  if (state.name === "ready") return;
  if (state.name === "ended" && state.why !== "moved") forgetCall();
  else if (epoch) {
    const { appointmentId } = state;
    const { camera, mic } = local.view;
    const { unsent } = chat.now;
    keepCall({ appointmentId, epoch, cameraOff: camera === "off", micOff: mic === "off", unsent });
  }
}

/** Back to the call that this tab was in before it was loaded again, with the devices as they were and what was not sent. */
export function resumeAfterReload({ page, machine, connection, local, chat }: KeptParts): void {
  const kept = keptCall((id) => page.props.appointments.some((appointment) => appointment.id === id));
  if (!kept) return;
  connection.passes.epoch = kept.epoch;
  local.decline({ camera: kept.cameraOff, mic: kept.micOff });
  void local.open();
  machine.dispatch({ type: "resume", appointmentId: kept.appointmentId });
  chat.resume(kept.unsent);
}
