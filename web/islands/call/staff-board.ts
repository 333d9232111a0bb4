import type { Rooms } from "../../pages/board-rows.ts";
import type { CallProps } from "../../pages/call-props.ts";
import { waitingNews } from "../../pages/order-state.ts";
import type { Words } from "../../words/words.ts";
import { BoardLink } from "../board-link.ts";

export type StaffBoardEvents = {
  onChange: () => void;
  /** The school's records of the evening have changed. */
  onRecords: () => void;
  /** As they are now. */
  props: () => CallProps;
  /** For whoever cannot see it. */
  say: (sentences: string[]) => void;
  /** The page is in this one: its own room tells who comes. */
  isIn: (appointmentId: string) => boolean;
};

/** A teacher's page hears who waits in the appointments to come, beside the room it is in. */
export class StaffBoard {
  #rooms: Rooms | null = null;
  #announced = new Set<string>();

  constructor(eveningId: string, events: StaffBoardEvents, t: Words<"call">) {
    new BoardLink(eveningId, {
      onRooms: (rooms) => {
        this.#rooms = rooms;
        const news = waitingNews(events.props(), rooms, t).filter(({ key }) => !this.#announced.has(key));
        for (const { key } of news) this.#announced.add(key);
        events.say(news.filter(({ appointmentId }) => !events.isIn(appointmentId)).map(({ words }) => words));
        events.onChange();
      },
      onConnected: () => undefined,
      onRecords: events.onRecords,
    });
  }

  /** Who is in each; null until the board has answered: then nothing is said of anybody. */
  get rooms(): Rooms | null {
    return this.#rooms;
  }
}
