import { render } from "preact";
import type { CheckProps } from "../pages/check-page.tsx";
import { LocalMedia } from "./call/local-media.ts";
import { CheckApp } from "./check/check-app.tsx";
import { readProps } from "./read-props.ts";

const root = document.getElementById("check");
const props = readProps<CheckProps>("check-props");

if (root && props) {
  root.replaceChildren();
  render(<CheckApp local={new LocalMedia()} props={props} />, root);
}
