import { running } from "./support/running.ts";
import { BEFORE_THE_CALL } from "./support/scenes.ts";
import { tryStates } from "./support/try-states.ts";

tryStates(running(), BEFORE_THE_CALL);
