import { startParlour } from "./parlour.ts";
import { readSettings, type Settings } from "./settings.ts";

const FAREWELL_MS = 5_000;

/** `npm start`: runs everything in one process tree until Ctrl-C, SIGTERM or the end of the terminal, and then ends with 0. */
async function main(): Promise<void> {
  const settings = readSettings();
  console.log("Starting Parlour …");
  const starting = startParlour(settings);
  let ending = false;
  const end = () => {
    // A second signal does not wait: the parts notice by themselves that we are gone.
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => process.exit(1), FAREWELL_MS).unref();
    void starting.then((parlour) => parlour.stop()).finally(() => process.exit(0));
  };
  onEnd(end);
  const parlour = await starting;
  console.log(welcome(settings));
  process.send?.({ ready: true });
  const words = await parlour.sfuEnded;
  if (ending) return;
  await parlour.stop();
  throw new Error(`${words} Parlour ended with it.`);
}

function onEnd(end: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  // Run by a test as its child: when the test is gone, so are we.
  if (process.send) process.on("disconnect", end);
}

function welcome({ port, state }: Settings): string {
  return `
Parlour is ready.

  About Parlour   http://localhost:${port}
  The school      http://greenabbey.localhost:${port}
  The mail tray   http://localhost:${port}/dev/mail

To sign in, open the first address and press a person's button.
To stop, press Ctrl-C. What you do is kept in ${state}; npm run reset empties it.
`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (process.env["DEBUG"]) console.error(error);
  process.exit(1);
}
