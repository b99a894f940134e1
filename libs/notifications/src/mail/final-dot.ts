/** How long a message may keep the others from ending while the server thinks about it. */
const patienceMs = 2_000;

/**
 * Lets one message of this process at a time past the end of its data. Between a server's acceptance and our note of it
 * nobody can tell whether a message went out, so a process that is killed repeats what is in that gap: one message, not
 * one per connection. Bodies still travel side by side. A server that takes longer than two seconds to answer does not
 * hold up the others.
 */
export class FinalDot {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when it is this message's turn; call what it gives when the acceptance is noted, or the send has failed. */
  async turn(): Promise<() => void> {
    const before = this.last;
    let leave: () => void = () => undefined;
    this.last = new Promise((resolve) => (leave = resolve));
    await before;
    const timer = setTimeout(leave, patienceMs);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }
}
