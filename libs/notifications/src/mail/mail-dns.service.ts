import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

/** Asks the domain name system. Tests put their own answers in its place. */
@Injectable()
export class MailDns {
  private readonly resolver = new Resolver({ timeout: 2_000, tries: 2 });

  /** Records as `node:dns` gives them; rejects with its codes, `ENOTFOUND` and `ENODATA` when there is none. */
  resolve(name: string, type: string): Promise<unknown> {
    return this.resolver.resolve(name, type);
  }
}
