import { render } from "preact";
import type { CallProps } from "../pages/call-props.ts";
import { CallApp } from "./call/call-app.tsx";
import { CallController } from "./call/call-controller.ts";
import { readProps } from "./read-props.ts";

const main = document.getElementById("main");
const props = readProps<CallProps>("call-props");

if (main && props) {
  const controller = new CallController(props);
  // What the server drew is drawn again by the same component, in the same frame.
  main.replaceChildren();
  render(<CallApp controller={controller} main={main} />, main);
}
