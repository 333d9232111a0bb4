import { render } from "preact";
import type { CheckProps } from "../pages/check-page.tsx";
import { WordsContext } from "../words/use-words.ts";
import { LocalMedia } from "./call/local-media.ts";
import { CheckApp } from "./check/check-app.tsx";
import { readProps } from "./read-props.ts";
import { readWords } from "./read-words.ts";

const root = document.getElementById("check");
const props = readProps<CheckProps>("check-props");

if (root && props) {
  root.replaceChildren();
  render(
    <WordsContext.Provider value={readWords()}>
      <CheckApp local={new LocalMedia()} props={props} />
    </WordsContext.Provider>,
    root,
  );
}
