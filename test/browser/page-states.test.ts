import { running } from "../support/browser/running.ts";
import { BEFORE_THE_CALL } from "../support/browser/scenes.ts";
import { tryStates } from "../support/browser/try-states.ts";

tryStates(running(), BEFORE_THE_CALL);
