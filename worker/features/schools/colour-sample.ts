import type { ColourSample, ShownColour } from "../../../web/pages/desk-settings-colour-page.tsx";
import { contrastRatio, fitAccent, GROUND, type Scheme } from "./theme.ts";

/** What becomes of a colour on light and on dark screens, for the school to look at. */
export function sampleOf(picked: string): ColourSample {
  return { picked, light: shownIn(picked, "light"), dark: shownIn(picked, "dark") };
}

function shownIn(picked: string, scheme: Scheme): ShownColour {
  const { accent, soft } = fitAccent(picked, scheme);
  const { card, paper, sunk, onAccent } = GROUND[scheme];
  const ratio = Math.min(...[card, paper, sunk, soft].map((ground) => contrastRatio(accent, ground)));
  return { accent, soft, card, onAccent, ratio, moved: accent !== picked };
}
