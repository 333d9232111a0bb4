import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type BoardProps, type Rooms, rowsAt, sumsAt } from "../pages/board-rows.ts";
import { BoardView } from "../pages/board-view.tsx";
import { needWords } from "../pages/presence-words.ts";
import { BoardLink } from "./board-link.ts";
import { serverClock } from "./call/server-clock.ts";
import { readProps } from "./read-props.ts";

type Known = { rooms: Rooms | null; connected: boolean };

/** The live board in the page: every change as it comes, and the clock. */
function LiveBoard({ props }: { props: BoardProps }) {
  const [clock] = useState(() => serverClock(props.now));
  const [now, setNow] = useState(props.now);
  const [known, setKnown] = useState<Known>({
    rooms: props.rooms && new Map(props.rooms.map((room) => [room.appointmentId, room])),
    connected: false,
  });
  useEffect(() => {
    const link = new BoardLink(props.evening.id, {
      onRooms: (rooms, at) => {
        clock.set(at);
        setKnown({ rooms, connected: true });
        setNow(at);
      },
      onConnected: (connected) => setKnown((before) => ({ ...before, connected })),
    });
    const timer = setInterval(() => setNow(clock.now()), 1000);
    return () => {
      link.stop();
      clearInterval(timer);
    };
  }, [props.evening.id, clock]);
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
  render(<LiveBoard props={props} />, board);
}
