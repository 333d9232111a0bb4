/** The JSON that the server put into the page for an island; undefined on a page without it. */
export function readProps<Props>(id: string): Props | undefined {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as Props) : undefined;
}
