import { CALL_SCENES, type Stage } from "./call-scenes.ts";
import { EVENING_SCENES } from "./evening-scenes.ts";

/** Every state that is looked at in pictures and tried for accessibility, by the name of its scene. */
export const SCENES: Record<string, (stage: Stage) => Promise<void>> = { ...CALL_SCENES, ...EVENING_SCENES };
