import { useEffect } from "preact/hooks";

/** A button that goes away while it has the focus would leave it nowhere, and the next Tab at the top of the page: the heading takes it. */
export function useFocusKept(main: HTMLElement): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    main.addEventListener("focusin", ({ target }) => {
      last = target;
    });
    const observer = new MutationObserver(() => {
      const isGone = last instanceof Node && !last.isConnected;
      if (isGone && document.activeElement === document.body) main.querySelector("h1")?.focus();
    });
    observer.observe(main, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [main]);
}
