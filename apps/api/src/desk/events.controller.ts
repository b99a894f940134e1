import { Controller, Get, Res } from '@nestjs/common';
import { BoardWatch } from '#insight';
import type { Caller } from '#identity';
import { fail as platformFail, type Ctx } from '#platform';
import { Operation, RequestCaller, RequestCtx } from '../http/operation.js';
import type { ApiReply } from '../http/request.js';
import { EventStream } from './event-stream.js';

/** What changes at the desk, as it changes. */
@Controller('v1/desk/events')
export class DeskEventsController {
  constructor(private readonly boardWatch: BoardWatch) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag: 'Desk',
    summary: 'Server-sent events: own claim, own presence, what waits; for team leads the board',
    description:
      'Begins with how things stand, also after a reconnection, so `Last-Event-ID` changes nothing. `claim` ' +
      '`{ claim, ended }`, `presence` `{ state, since }`, `queue` `{ waiting, oldestSeconds }` of the caller’s languages, ' +
      'skills and clients when they change; `board` (with `desk.lead`) every two seconds; `ping` every 15 s. Ends with the ' +
      'session.',
    answers: { 200: { mediaTypes: ['text/event-stream'] } },
  })
  events(@RequestCtx() ctx: Ctx, @RequestCaller() caller: Caller, @Res() reply: ApiReply): void {
    const { actor } = ctx;
    if (actor.kind !== 'user' || caller.sessionId === null) throw platformFail('request.forbidden');
    let leave = (): void => undefined;
    const stream = new EventStream(reply, () => leave());
    leave = this.boardWatch.watch({
      ctx,
      sessionId: caller.sessionId,
      role: actor.role,
      isLead: actor.permissions.has('desk.lead'),
      send: (event, data) => stream.send(event, data),
      end: () => stream.end(),
    });
  }
}
