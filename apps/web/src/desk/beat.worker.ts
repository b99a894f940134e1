/** Ticks where browsers don't slow timers down: a page in the background may wait a minute for its own. */
setInterval(() => postMessage(null), 10_000);
