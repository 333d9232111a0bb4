import { InputField } from "../ui/form-parts.tsx";
import { DeskSettingsFrame, type SettingsFrameProps } from "./desk-settings-frame.tsx";

/** A colour as pages show it in one scheme, on that scheme's card. */
export type ShownColour = {
  accent: string;
  onAccent: string;
  card: string;
  soft: string;
  ratio: number;
  moved: boolean;
};
export type ColourSample = { picked: string; light: ShownColour; dark: ShownColour };

export type DeskColourProps = SettingsFrameProps & {
  input: string;
  /** Null where what was typed is no colour. */
  sample: ColourSample | null;
  /** The sample is of a colour that is not saved. */
  tried: boolean;
};

/** The school's one colour: typed, looked at, saved. */
export function DeskColourPage(props: DeskColourProps) {
  const { input, sample, tried, errors } = props;
  return (
    <DeskSettingsFrame {...props} here="colour" title="Colour">
      <form class="card stack" method="post" action="/admin/settings/colour" novalidate>
        <InputField
          id="colour"
          label="The school’s colour"
          hint="As on your website, in six figures and letters: #2b4c8c"
          value={input}
          autocomplete="off"
          errors={errors}
        />
        <p class="row">
          <button class="button is-primary" type="submit">
            Save
          </button>
          <button class="button" type="submit" name="press" value="try">
            Look at it first
          </button>
        </p>
      </form>
      {sample && (
        <section class="card stack" aria-labelledby="sample">
          <h2 id="sample">{tried ? "How it would look. It is not saved yet" : "How it looks"}</h2>
          <div class="field-grid is-pair">
            <Sample name="On light screens" shown={sample.light} />
            <Sample name="On dark screens" shown={sample.dark} />
          </div>
          <p>{whatWasDone(sample)}</p>
        </section>
      )}
    </DeskSettingsFrame>
  );
}

/** Drawn with colours of its own: a page of ours may carry no styles inline. */
function Sample({ name, shown }: { name: string; shown: ShownColour }) {
  const { accent, onAccent, card, soft } = shown;
  return (
    <figure class="stack-s">
      <svg viewBox="0 0 320 120" role="img" aria-label={`${name}: ${accent}, a button and a link`} class="sample">
        <rect width="320" height="120" fill={card} />
        <rect width="320" height="10" fill={accent} />
        <rect x="16" y="30" width="136" height="44" rx="8" fill={accent} />
        <text x="84" y="57" font-size="16" font-weight="600" text-anchor="middle" fill={onAccent}>
          Book a time
        </text>
        <text x="176" y="57" font-size="16" fill={accent} text-decoration="underline">
          My Bookings
        </text>
        <rect x="16" y="88" width="288" height="20" rx="4" fill={soft} />
        <text x="24" y="103" font-size="13" font-weight="600" fill={accent}>
          16:05 · yours
        </text>
      </svg>
      <figcaption>
        {name}: <strong>{accent}</strong>, {shown.ratio.toFixed(1)} to 1 against the page
      </figcaption>
    </figure>
  );
}

function whatWasDone({ picked, light, dark }: ColourSample): string {
  const rule = "Words need 4.5 to 1 to be read by everybody.";
  if (!light.moved && !dark.moved) return `${picked} reads well as it is, on light screens and on dark ones. ${rule}`;
  if (!light.moved)
    return `${picked} is kept as it is on light screens. On dark ones we make it lighter, so that it reads. ${rule}`;
  if (!dark.moved) return `We make ${picked} darker on light screens, so that it reads; its hue stays. ${rule}`;
  return `We keep the hue of ${picked} and move its lightness until it reads, once for light screens and once for dark ones. ${rule}`;
}
