import { Injectable } from '@nestjs/common';
import { Claims, type FilledScript, type ScriptSituation } from '#desk';
import { Sessions, Users, type Caller } from '#identity';
import type { Ctx } from '#platform';
import { ContactScripts, type Speaker } from './contact-scripts.js';
import type { ContactScreen } from './contact-screen.schema.js';
import { ContactScreens, type ReadScreen } from './contact-screens.js';

/** A claim as a request names it. */
export interface Held {
  readonly id: string;
  readonly token: string;
}

/** What an agent sees and does on the contact screen; each of it for the claim that they hold, and `desk.claim_lost` else. */
@Injectable()
export class ContactDesk {
  constructor(
    private readonly claims: Claims,
    private readonly screens: ContactScreens,
    private readonly scripts: ContactScripts,
    private readonly sessions: Sessions,
    private readonly users: Users,
  ) {}

  async screen(ctx: Ctx, caller: Caller, held: Held): Promise<ContactScreen> {
    const agent = await this.speaker(ctx, caller);
    const read = await this.claims.within(ctx, held, (scope) => this.screens.read(scope, agent));
    const names = await this.users.namesOf({ ...ctx, clientId: read.client.id }, peopleIn(read));
    return {
      ...read,
      timeline: read.timeline.map((event) => ({
        ...event,
        actorName: names.get(userIn(event.actor) ?? '') ?? null,
      })),
      notes: read.notes.map(({ agentId, ...note }) => ({ ...note, agentName: names.get(agentId) ?? null })),
    };
  }

  async script(
    ctx: Ctx,
    caller: Caller,
    held: Held,
    situation: ScriptSituation | null,
  ): Promise<FilledScript> {
    const agent = await this.speaker(ctx, caller);
    return this.claims.within(ctx, held, (scope) => this.scripts.of(scope, agent, situation));
  }

  private async speaker(ctx: Ctx, caller: Caller): Promise<Speaker> {
    const { user } = await this.sessions.identity(ctx, caller);
    return { name: user.name, locale: ctx.locale };
  }
}

function peopleIn(read: ReadScreen): string[] {
  const actors = read.timeline.map(({ actor }) => userIn(actor)).filter((id) => id !== null);
  return [...actors, ...read.notes.map(({ agentId }) => agentId)];
}

/** The id of a person among the kinds of actors. */
function userIn(actor: string): string | null {
  return actor.startsWith('user:') ? actor.slice('user:'.length) : null;
}
