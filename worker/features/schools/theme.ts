/** A school's colour made readable: what `/theme.css` says for one scheme. */
export type Accent = { accent: string; soft: string };
export type Scheme = "light" | "dark";

/** The colours that an accent meets, by scheme: those of web/styles/parlour.css. */
export const GROUND = {
  light: { card: "#ffffff", paper: "#f6f4ef", sunk: "#ece8e0", onAccent: "#ffffff" },
  dark: { card: "#25221f", paper: "#1a1816", sunk: "#312d29", onAccent: "#161b27" },
} as const satisfies Record<Scheme, Record<string, string>>;

/** WCAG 2.2 AA for text. */
const LEAST_RATIO = 4.5;
const STEP = 0.01;

/** How far a tint may go from grey, and where the search for a lightness begins and which way it goes. */
const RULE = {
  light: { mostChroma: 0.2, softLightness: 0.935, softChroma: 0.16, direction: -1, brightest: 1, darkest: 0 },
  dark: { mostChroma: 0.13, softLightness: 0.32, softChroma: 0.35, direction: 1, brightest: 1, darkest: 0.76 },
} as const;

/**
 * Keeps a colour's hue, caps its chroma and moves its lightness alone, until it reads at 4.5:1 on every surface that it meets and carries its
 * button's words. Takes and gives #rrggbb.
 */
export function fitAccent(picked: string, scheme: Scheme): Accent {
  const rule = RULE[scheme];
  const base = toLch(picked);
  const chroma = Math.min(base.chroma, rule.mostChroma);
  const softChroma = Math.min(chroma * rule.softChroma, 0.04);
  const soft = fromLch({ lightness: rule.softLightness, chroma: softChroma, hue: base.hue });
  let lightness = Math.max(base.lightness, rule.darkest);
  while (lightness > 0 && lightness < rule.brightest) {
    const accent = fromLch({ lightness, chroma, hue: base.hue });
    if (reads(accent, soft, scheme)) return { accent, soft };
    lightness += rule.direction * STEP;
  }
  // White in the light scheme's search ends here at once; the plainest ink there is reads everywhere.
  return { accent: scheme === "light" ? "#24211d" : "#f2eee7", soft };
}

/** The style sheet that puts a school's colour into every page. For the screen only: print is black. */
export function themeCss(colour: string): string {
  const light = fitAccent(colour, "light");
  const dark = fitAccent(colour, "dark");
  const rules = ({ accent, soft }: Accent, onAccent: string) =>
    `:root{--accent:${accent};--accent-soft:${soft};--on-accent:${onAccent};--crest:${light.accent}}`;
  return `@media screen{${rules(light, GROUND.light.onAccent)}}
@media screen and (prefers-color-scheme:dark){${rules(dark, GROUND.dark.onAccent)}}
`;
}

/** How far apart two colours are in brightness, from 1 to 21, as WCAG counts it. */
export function contrastRatio(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function reads(accent: string, soft: string, scheme: Scheme): boolean {
  const { card, paper, sunk, onAccent } = GROUND[scheme];
  return [card, paper, sunk, soft, onAccent].every((other) => contrastRatio(accent, other) >= LEAST_RATIO);
}

type Triple = readonly [number, number, number];
/** Oklab in polar form: perceived lightness 0 to 1, chroma, hue in radians. https://bottosson.github.io/posts/oklab/ */
type Lch = { lightness: number; chroma: number; hue: number };

function luminance(hex: string): number {
  const [red, green, blue] = toLinear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toLinear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function toHex(linear: Triple): string {
  const channel = (value: number) => {
    const bounded = Math.min(1, Math.max(0, value));
    const encoded = bounded <= 0.0031308 ? bounded * 12.92 : 1.055 * bounded ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${linear.map(channel).join("")}`;
}

function toLch(hex: string): Lch {
  const [red, green, blue] = toLinear(hex);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short;
  const lightness = 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short;
  return { lightness, chroma: Math.hypot(a, b), hue: Math.atan2(b, a) };
}

/** The nearest colour that a screen has: chroma gives way, hue and lightness stay. */
function fromLch(colour: Lch): string {
  for (let chroma = colour.chroma; chroma > 0.001; chroma *= 0.9) {
    const linear = linearOf({ ...colour, chroma });
    if (linear.every((value) => value > -0.0005 && value < 1.0005)) return toHex(linear);
  }
  return toHex(linearOf({ ...colour, chroma: 0 }));
}

function linearOf({ lightness, chroma, hue }: Lch): Triple {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
}
