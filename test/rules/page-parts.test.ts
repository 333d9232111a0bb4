import { h } from "preact";
import { render } from "preact-render-to-string";
import { expect, test } from "vitest";
import type { BoardProps } from "../../web/pages/board-rows.ts";
import { BoardView } from "../../web/pages/board-view.tsx";
import { Html } from "../../web/ui/layout.tsx";
import { englishWords } from "../../web/words/catalogue.ts";
import { WordsContext } from "../../web/words/use-words.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 16);

test("a page carries words for its scripts, and none where no script reads them", () => {
  const page = (scripts: string[]) => {
    const html = h(Html, { title: "A page", scripts, children: "Hello" });
    return render(h(WordsContext.Provider, { value: englishWords }, html));
  };
  expect(page(["hold", "print"])).toContain('id="words"');
  expect(page(["print"])).toContain("/static/print.js");
  expect(page(["print"])).not.toContain('id="words"');
});

test("the board's bar of the time left runs out with the appointment, and is empty in the time over", () => {
  const people = (["guardian", "teacher"] as const).map((role) => ({
    ...{ participantId: role, role, state: "present" as const, since: START },
  }));
  const room = { appointmentId: "liz", at: START, ended: false, people };
  const appointment = {
    ...{ id: "liz", startsAt: START, endsAt: START + 5 * MINUTE, overrunUntil: START + 10 * MINUTE },
    ...{ teacherIds: ["abell"], student: "Liz Hall", guardian: "Ann Hall", guests: [], absent: false },
  };
  const props: BoardProps = {
    ...{ evening: { id: "evening", zone: "Europe/London" }, now: START, rooms: [room] },
    ...{ teachers: [{ id: "abell", name: "Mrs Anita Abell" }], appointments: [appointment] },
  };
  const barAt = (now: number) => {
    const view = { props, rooms: new Map([["liz", room]]), now, live: true, connected: true };
    const [, max, value, words] =
      /<progress max="(\d+)" value="(\d+)"[^>]*>([^<]*)</.exec(render(h(BoardView, view))) ?? [];
    return { max: Number(max), value: Number(value), words };
  };
  expect(barAt(START + 4 * MINUTE)).toEqual({ max: 5 * MINUTE, value: MINUTE, words: "1 min" });
  expect(barAt(START + 6 * MINUTE)).toEqual({ max: 5 * MINUTE, value: 0, words: "Over" });
});
