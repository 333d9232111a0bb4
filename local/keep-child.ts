import { type ChildOptions, type RunningChild, runChild } from "./child.ts";

const MOST_RESTARTS = 5;
const WITHIN_MS = 60_000;

/**
 * Runs a part of the product and starts it again whenever it ends by itself, so that a call outlives a fault. `ready` is the first
 * start's; a first start that fails is not tried again. `ended` resolves when it was told to stop, or has ended too often to go on.
 */
export function keepChild(options: ChildOptions): RunningChild {
  let child = runChild(options);
  let isStopping = false;
  const { ready } = child;
  const keep = async (): Promise<string> => {
    const restarts: number[] = [];
    if (!(await ready.then(isSo, isNotSo))) return child.ended;
    for (;;) {
      const words = await child.ended;
      if (isStopping) return words;
      const recent = restarts.filter((at) => Date.now() - at < WITHIN_MS);
      if (recent.length >= MOST_RESTARTS)
        return `${words} It was started again ${MOST_RESTARTS} times within a minute.`;
      restarts.push(Date.now());
      console.error(`${words} It is started again.`);
      child = runChild(options);
      // One that does not become ready ends, which is seen here as any end is.
      child.ready.then(
        () => console.error(`${options.name} is back.`),
        () => child.stop(),
      );
    }
  };
  const stop = () => {
    isStopping = true;
    return child.stop();
  };
  return { ready, ended: keep(), stop };
}

const isSo = () => true;
const isNotSo = () => false;
