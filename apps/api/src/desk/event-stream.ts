import type { BoardEvent } from '#insight';
import type { ApiReply } from '../http/request.js';

const pingMs = 15_000;
/** What waits to be sent to a reader who does not read; then the connection is cut, and a new one says how things stand. */
const mostWaitingBytes = 4 * 1024 * 1024;

/**
 * One connection of server-sent events (WHATWG HTML, 9.2), written past Fastify with the headers that it and helmet have set.
 * Pings tell both sides, and proxies between them, that the line is alive.
 */
export class EventStream {
  private readonly raw: ApiReply['raw'];
  private readonly pings: NodeJS.Timeout;
  private nth = 0;

  constructor(reply: ApiReply, onClose: () => void) {
    reply.hijack();
    this.raw = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) this.raw.setHeader(name, value);
    }
    this.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx and others would keep the events until there are enough of them.
      'x-accel-buffering': 'no',
    });
    this.raw.write('retry: 2000\n\n');
    this.pings = setInterval(() => this.send('ping', '{}'), pingMs).unref();
    this.raw.on('error', () => this.raw.destroy());
    this.raw.on('close', () => {
      clearInterval(this.pings);
      onClose();
    });
  }

  /** `data` is one line: JSON. */
  send(event: BoardEvent | 'ping', data: string): void {
    if (this.raw.writableEnded || this.raw.destroyed) return;
    if (this.raw.writableLength > mostWaitingBytes) {
      this.raw.destroy();
      return;
    }
    this.raw.write(`id: ${++this.nth}\nevent: ${event}\ndata: ${data}\n\n`);
  }

  end(): void {
    clearInterval(this.pings);
    this.raw.end();
  }
}
