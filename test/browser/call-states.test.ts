import { running } from "./support/running.ts";
import { IN_THE_CALL } from "./support/scenes.ts";
import { tryStates } from "./support/try-states.ts";

tryStates(running(), IN_THE_CALL);
