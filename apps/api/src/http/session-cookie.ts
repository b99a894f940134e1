import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '#platform';
import type { SignedIn } from '#identity';
import type { ApiReply, ApiRequest } from './request.js';

/** The cookie that carries a session's token. Over https its name binds it to this very host. */
@Injectable()
export class SessionCookie {
  private readonly secure: boolean;
  readonly name: string;

  constructor(@Inject(ENV) env: Env) {
    this.secure = env.PUBLIC_URL?.startsWith('https:') ?? false;
    this.name = this.secure ? '__Host-session' : 'session';
  }

  read(request: ApiRequest): string | null {
    const token = request.cookies[this.name];
    return token && /^[\w-]{43}$/.test(token) ? token : null;
  }

  set(reply: ApiReply, signedIn: SignedIn): void {
    void reply.setCookie(this.name, signedIn.token, { ...this.attributes(), expires: signedIn.expiresAt });
  }

  clear(reply: ApiReply): void {
    void reply.clearCookie(this.name, this.attributes());
  }

  private attributes() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure } as const;
  }
}
