import { BEFORE_SCENES, CALL_SCENES, type Scenes } from "./call-scenes.ts";
import { BOOKING_SCENES, EVENING_SCENES } from "./evening-scenes.ts";

export const IN_THE_CALL: Scenes = { ...CALL_SCENES, ...EVENING_SCENES };
export const BEFORE_THE_CALL: Scenes = { ...BEFORE_SCENES, ...BOOKING_SCENES };

/** Every state that is looked at in pictures and tried for accessibility, by the name of its scene. */
export const SCENES: Scenes = { ...BEFORE_THE_CALL, ...IN_THE_CALL };
