/** Markup that may go into a page as it is. Made only by `html`, so that everything else is escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[];

/** A template in which every value that is not markup itself is escaped. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, at) => text + render(parts[at] ?? "")).join(""));
}

/** Plain text as markup: lines kept by the style sheet, web addresses made into links that leave any frame. */
export function linkify(text: string): Markup[] {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)'\]])/)
    .map((piece, at) => (at % 2 === 1 ? html`<a href="${piece}" target="_top">${piece}</a>` : html`${piece}`));
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === "string" || typeof part === "number") return escapeText(String(part));
  return part.map(render).join("");
}

function escapeText(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
