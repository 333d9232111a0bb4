/** What is the matter, and what comes of it. */
export function StrongWords({ strong, words }: { strong: string; words: string }) {
  return (
    <>
      <strong>{strong}</strong> {words}
    </>
  );
}
