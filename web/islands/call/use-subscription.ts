import { useLayoutEffect, useState } from "preact/hooks";

/** Draws again whenever the source tells. */
export function useSubscription(source: { subscribe(listener: () => void): () => void }): void {
  const [, draw] = useState(0);
  // In the same breath as the first drawing, and once more for what was told while it was made.
  useLayoutEffect(() => {
    const listen = () => draw((count) => count + 1);
    listen();
    return source.subscribe(listen);
  }, [source]);
}
