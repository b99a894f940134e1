import { BlockList, isIPv6 } from 'node:net';

const minuteMs = 60_000;
const mostAddresses = 10_000;

/** Networks as `INBOUND_RELAYS` lists them; throws on one that is none. */
export function networksOf(list: string): (address: string) => boolean {
  const networks = new BlockList();
  for (const network of list.split(',').filter((text) => text.trim() !== '')) {
    const [address = '', bits] = network.trim().split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    networks.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return (address) => networks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Counts what each address of the outside has open and has sent in the current minute, in this process. */
export class ConnectionLimits {
  private readonly open = new Map<string, number>();
  private sent = new Map<string, number>();
  private minute = 0;

  /** False when the address has too many connections open; else `left` must be called when this one ends. */
  joins(address: string, most: number): boolean {
    const open = this.open.get(address) ?? 0;
    if (open >= most) return false;
    this.open.set(address, open + 1);
    return true;
  }

  left(address: string): void {
    const open = (this.open.get(address) ?? 1) - 1;
    if (open > 0) this.open.set(address, open);
    else this.open.delete(address);
  }

  /** False when the address has sent its share of this minute. */
  sends(address: string, most: number, now: number): boolean {
    const minute = Math.floor(now / minuteMs);
    if (minute !== this.minute || this.sent.size > mostAddresses) {
      this.minute = minute;
      this.sent = new Map();
    }
    const sent = (this.sent.get(address) ?? 0) + 1;
    this.sent.set(address, sent);
    return sent <= most;
  }
}
