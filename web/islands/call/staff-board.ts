import type { Rooms } from "../../pages/board-rows.ts";
import { waitingNews } from "../../pages/order-state.ts";
import { BoardLink } from "../shared/board-link.ts";
import type { CallParts } from "./call-parts.ts";

type StaffBoardParts = Pick<CallParts, "t" | "page" | "machine" | "announcer" | "draw">;

/** A teacher's page hears who waits in the appointments to come, beside the room it is in. */
export class StaffBoard {
  #parts: StaffBoardParts;
  #rooms: Rooms | null = null;
  #announced = new Set<string>();

  constructor(parts: StaffBoardParts) {
    this.#parts = parts;
    new BoardLink(parts.page.props.evening.id, {
      onRooms: (rooms) => this.#onRooms(rooms),
      onConnected: () => undefined,
      onRecords: () => parts.page.readSoon(),
    });
  }

  /** Who is in each; null until the board has answered: then nothing is said of anybody. */
  get rooms(): Rooms | null {
    return this.#rooms;
  }

  #onRooms(rooms: Rooms): void {
    const { t, page, machine, announcer, draw } = this.#parts;
    this.#rooms = rooms;
    const news = waitingNews(page.props, rooms, t).filter(({ key }) => !this.#announced.has(key));
    for (const { key } of news) this.#announced.add(key);
    // Who comes to the one that the page is in is told by its own room.
    const own = machine.room && machine.appointmentId;
    announcer.say(news.filter(({ appointmentId }) => appointmentId !== own).map(({ words }) => words));
    draw();
  }
}
