import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type BoardProps, type Rooms, rowsAt, sumsAt } from "../pages/board-rows.ts";
import { BoardView } from "../pages/board-view.tsx";
import { needWords } from "../pages/presence-words.ts";
import { serverClock } from "./call/server-clock.ts";
import { readProps } from "./read-props.ts";
import { BoardLink } from "./shared/board-link.ts";
import { PageData } from "./shared/page-data.ts";

type Known = { rooms: Rooms | null; connected: boolean };

/** The live board in the page: every change as it comes, and the clock. `given` is the page data as the server drew it. */
function LiveBoard({ given }: { given: BoardProps }) {
  const [props, setProps] = useState(given);
  const eveningId = given.evening.id;
  const [clock] = useState(() => serverClock(given.now));
  const [now, setNow] = useState(given.now);
  const [known, setKnown] = useState<Known>({
    rooms: given.rooms && new Map(given.rooms.map((room) => [room.appointmentId, room])),
    connected: false,
  });
  useEffect(() => {
    const data = new PageData<BoardProps>(`/admin/evenings/${encodeURIComponent(eveningId)}/board/records`, setProps);
    const link = new BoardLink(eveningId, {
      onRooms: (rooms, at) => {
        clock.set(at);
        setKnown({ rooms, connected: true });
        setNow(at);
      },
      onConnected: (connected) => setKnown((before) => ({ ...before, connected })),
      onRecords: () => data.readSoon(),
    });
    const timer = setInterval(() => setNow(clock.now()), 1000);
    return () => {
      link.stop();
      clearInterval(timer);
    };
  }, [eveningId, clock]);
  const { need } = sumsAt(rowsAt(props, known.rooms, now), known.rooms);
  return (
    <>
      <BoardView props={props} rooms={known.rooms} now={now} live connected={known.connected} />
      <p class="unseen" role="status">
        {needWords(need)}
      </p>
    </>
  );
}

const board = document.getElementById("board");
const props = readProps<BoardProps>("board-props");

if (board && props) {
  // What the server drew is drawn again by the same component, in the same place.
  board.replaceChildren();
  render(<LiveBoard given={props} />, board);
}
