/** What the server gives an island: inert JSON in the page. `<` is escaped, or a name could end the element. */
export function PropsScript({ id, props }: { id: string; props: unknown }) {
  const json = JSON.stringify(props).replaceAll("<", "\\u003c");
  return <script type="application/json" id={id} dangerouslySetInnerHTML={{ __html: json }} />;
}
