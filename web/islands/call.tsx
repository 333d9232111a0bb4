import { render } from "preact";
import type { CallProps } from "../pages/call-props.ts";
import { WordsContext } from "../words/use-words.ts";
import type { Area } from "../words/words.ts";
import { CallApp } from "./call/call-app.tsx";
import { CallController } from "./call/call-controller.ts";
import { readProps } from "./read-props.ts";
import { readWords } from "./read-words.ts";

const main = document.getElementById("main");
const props = readProps<CallProps>("call-props");

if (main && props) {
  const t = readWords<Area>();
  const controller = new CallController(props, t);
  // What the server drew is drawn again by the same component, in the same frame.
  main.replaceChildren();
  render(
    <WordsContext.Provider value={t}>
      <CallApp controller={controller} main={main} />
    </WordsContext.Provider>,
    main,
  );
}
