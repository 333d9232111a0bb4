import { appointmentIdOf, type CallState } from "./call-state.ts";

/** The box that lies over the call. */
export type OpenDialog = "settings" | "help" | "end" | null;

/**
 * What of it stays as the state changes: nothing when the call is over, and not the question whether to end an appointment when the page is
 * in another by now, as the answer would end the wrong one.
 */
export function openDialogAfter(openDialog: OpenDialog, before: CallState, after: CallState): OpenDialog {
  if (after.name === "ended" || after.name === "ready") return null;
  const isOther = appointmentIdOf(after) !== appointmentIdOf(before);
  return isOther && openDialog === "end" ? null : openDialog;
}
