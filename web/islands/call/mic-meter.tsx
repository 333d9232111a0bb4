import { useEffect, useState } from "preact/hooks";
import { useWords } from "../../words/use-words.ts";
import { micLevel } from "./mic-level.ts";

type Meter = { track: MediaStreamTrack | null; onHeard?: () => void };

/** Loud enough to be a voice, not a fan. */
const VOICE = 35;

/** How loud one is, as a bar. `onHeard` is called when a voice was heard. */
export function MicMeter({ track, onHeard }: Meter) {
  const t = useWords();
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!track) return;
    const meter = micLevel(track);
    const timer = setInterval(() => {
      const loud = meter.read();
      setLevel(loud);
      if (loud > VOICE) onHeard?.();
    }, 100);
    return () => {
      clearInterval(timer);
      meter.close();
    };
  }, [track, onHeard]);
  if (!track) return null;
  return (
    <progress class="meter" max={100} value={level} aria-label={t("devices.level.label")}>
      {t("devices.level.text", { level })}
    </progress>
  );
}
