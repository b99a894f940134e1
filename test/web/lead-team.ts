import type { User } from '#identity';
import type { WebWorld } from './web-world.js';

/** The API as one person's session calls it; the answer's body as the caller knows it to be. */
export interface Caller {
  get(path: string): Promise<Answered>;
  post(path: string, body: object): Promise<Answered>;
  put(path: string, body: object): Promise<Answered>;
}

interface Answered {
  readonly status: number;
  readonly body: never;
}

export async function callerAs(world: WebWorld, user: User): Promise<Caller> {
  const cookie = await world.api.signIn(user);
  const call = async (method: 'get' | 'post' | 'put', path: string, body?: object): Promise<Answered> => {
    const request = world.api.request()[method](path);
    const { status, body: answer } = await request
      .set('cookie', cookie)
      .set('sec-fetch-site', 'same-origin')
      .send(body);
    return { status, body: answer as never };
  };
  return {
    get: (path) => call('get', path),
    post: (path, body) => call('post', path, body),
    put: (path, body) => call('put', path, body),
  };
}
