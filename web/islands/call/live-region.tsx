import { type ComponentChildren, createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import { type Announcer, PAGE, type Spot } from "./announcer.ts";
import { useSubscription } from "./use-subscription.ts";

export const AnnouncerContext = createContext<Announcer | null>(null);

export function useAnnouncer(): Announcer {
  const announcer = useContext(AnnouncerContext);
  if (!announcer) throw new Error("No announcer around this component");
  return announcer;
}

/** The region that a screen reader listens to. It is there before anything is said in it, or the first words would go unheard. */
export function LiveRegion({ spot = PAGE }: { spot?: Spot }) {
  const announcer = useAnnouncer();
  useSubscription(announcer);
  return (
    <div class="unseen" role="status" aria-atomic="false" data-said>
      {announcer.saidIn(spot).map(({ id, words }) => (
        <p key={id}>{words}</p>
      ))}
    </div>
  );
}

/** What is shown here is told too, once for each change of its words: by the page's voice, so that it is heard in a box as well. */
export function Announced({ class: name, children }: { class?: string; children: ComponentChildren }) {
  const announcer = useAnnouncer();
  const box = useRef<HTMLDivElement>(null);
  const told = useRef("");
  // With the words themselves: a frame later the box that they stand in may have gone.
  useLayoutEffect(() => {
    const words = box.current?.textContent?.trim() ?? "";
    if (words === told.current) return;
    told.current = words;
    if (words) announcer.say([words]);
  });
  return (
    <div class={name} ref={box}>
      {children}
    </div>
  );
}
