import { Icon } from "../../ui/icon.tsx";

/** In the place of a picture. */
export function Initials({ name }: { name: string }) {
  const words = name.split(/\s+/).filter((word) => !/^(mr|mrs|ms|miss|mx|dr)\.?$/i.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.charAt(0) ?? "").join("");
  if (!letters)
    return (
      <p class="initials">
        <Icon name="camera" off />
      </p>
    );
  return (
    <p class="initials" aria-hidden="true">
      <span>{letters.toUpperCase()}</span>
    </p>
  );
}

/** What is off, to see and to hear. */
export function OffIcon({ name, words }: { name: "mic" | "camera"; words: string }) {
  return (
    <>
      <Icon name={name} off />
      <span class="unseen">{words}</span>
    </>
  );
}
