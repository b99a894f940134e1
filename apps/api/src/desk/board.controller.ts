import { Controller, Get } from '@nestjs/common';
import { Board, boardSchema, type BoardView } from '#insight';
import type { Ctx } from '#platform';
import { Operation, RequestCtx } from '../http/operation.js';

/** The team leads' board. */
@Controller('v1/desk/board')
export class BoardController {
  constructor(private readonly board: Board) {}

  @Get()
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag: 'Desk',
    summary: 'What waits, who is there, how the day goes',
    description:
      'The same comes as `board` events. With `?client=CODE` the queues are that client’s. A full queue is counted less ' +
      'often (`countedAt`), and so are the day’s figures; last week’s go up to the same time of day. ' +
      '`money` is in the currency of most contacts and counts handling time only.',
    answers: { 200: boardSchema },
  })
  get(@RequestCtx() ctx: Ctx): Promise<BoardView> {
    return this.board.snapshot(ctx);
  }
}
