import type { CallParts } from "./call-parts.ts";
import { keepForReload } from "./reload.ts";
import { onWaking } from "./waking.ts";

/** What happens to the page of itself, for as long as it lives: its devices change, time passes, it wakes. */
export function listenToPage(parts: CallParts): void {
  parts.local.subscribe(() => onDevices(parts));
  setInterval(() => onSecond(parts), 1000);
  onWaking(() => onWake(parts));
}

function onDevices(parts: CallParts): void {
  parts.connection.onDevices();
  keepForReload(parts);
  parts.draw();
}

function onSecond({ clock, connection, announcements, machine, teacher, page }: CallParts): void {
  clock.look();
  connection.look();
  announcements.onSecond(machine.state);
  announcements.onPicture(connection.picture);
  // Teachers' pages are told by the board.
  if (!teacher) page.look(machine.call, clock.now());
}

/** After a sleep, on another network, or back in front: nothing that was open is believed before it has answered. */
function onWake({ clock, connection, machine }: CallParts): void {
  clock.look();
  connection.check();
  machine.dispatch({ type: "woke" });
}
