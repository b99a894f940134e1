import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  newId,
  OPERATOR_ID,
  requireOperatorPermission,
  type ClientCtx,
  type Ctx,
  type Tx,
} from '#platform';
import { deskFail } from './desk.errors.js';
import { agentLanguages } from './disposition.schema.js';
import { filledScript, type ScriptFacts } from './script-filling.js';
import { scriptWords } from './script-words/index.js';
import {
  insertScript,
  retireScript,
  scriptsInForce,
  scriptVersions,
  type ScriptRow,
} from './script.queries.js';
import {
  scriptSituations,
  type FilledScript,
  type NewScript,
  type Script,
  type ScriptSituation,
} from './script.schema.js';
import { searchWords } from './article-search-words.js';

/** What agents say: the client's own scripts, else the operator's, else those that come with the service. */
@Injectable()
export class Scripts {
  constructor(private readonly db: Database) {}

  /** The script in force for each situation, for the context's client or, without one, for all. */
  async list(ctx: Ctx): Promise<Script[]> {
    requireOperatorPermission(ctx, 'desk.work');
    const home = homeOf(ctx);
    return [...(await this.db.tx(home, (tx) => this.inForce(home, tx))).values()];
  }

  /** All versions of the context's own script for a situation, newest first. */
  async versions(ctx: Ctx, situation: ScriptSituation): Promise<Script[]> {
    requireOperatorPermission(ctx, 'desk.lead');
    const home = homeOf(ctx);
    return (await this.db.tx(home, (tx) => scriptVersions(tx, home.clientId, situation))).map(toScript);
  }

  /** Puts a new version in force from this commit on; earlier ones stay as they are. */
  async publish(ctx: Ctx, script: NewScript): Promise<Script> {
    requireOperatorPermission(ctx, 'desk.lead');
    const home = homeOf(ctx);
    const { situation, titles, lines } = script;
    const words = [titles, ...lines].flatMap((texts) => Object.values(texts)).join('\n');
    return this.db.tx(home, async (tx) =>
      toScript(
        await insertScript(tx, home.clientId, {
          id: newId(),
          situation,
          titles,
          lines,
          words: searchWords(words),
          at: ctx.now,
          by: actorName(ctx.actor),
        }),
      ),
    );
  }

  /** Takes the context's own script out of force: the operator's is said again. Raises `desk.script_unknown`. */
  async retire(ctx: Ctx, id: string): Promise<void> {
    requireOperatorPermission(ctx, 'desk.lead');
    const home = homeOf(ctx);
    const retired = await this.db.tx(home, (tx) =>
      retireScript(tx, home.clientId, id, { at: ctx.now, by: actorName(ctx.actor) }),
    );
    if (retired === 0) throw deskFail('desk.script_unknown');
  }

  /** The script for a situation, filled, with the lines that must be said. One statement. */
  async filled(
    ctx: ClientCtx,
    tx: Tx,
    situation: ScriptSituation,
    facts: ScriptFacts,
  ): Promise<FilledScript> {
    const scripts = await this.inForce(ctx, tx);
    const titles = new Map([...scripts].map(([id, script]) => [id, script.titles]));
    return filledScript(scripts.get(situation) as Script, titles, facts);
  }

  private async inForce(ctx: ClientCtx, tx: Tx): Promise<Map<ScriptSituation, Script>> {
    const scripts = new Map(shipped);
    for (const row of await scriptsInForce(tx, ctx.clientId)) scripts.set(row.situation, toScript(row));
    return scripts;
  }
}

/** What holds for all clients is kept in the operator's own scope. */
function homeOf(ctx: Ctx): ClientCtx {
  return { ...ctx, clientId: ctx.clientId ?? OPERATOR_ID };
}

function toScript(row: ScriptRow): Script {
  return {
    id: row.id,
    clientId: row.client_id === OPERATOR_ID ? null : row.client_id,
    situation: row.situation,
    version: row.version,
    titles: row.titles,
    lines: row.lines,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    inForce: row.in_force,
  };
}

/** The scripts that come with the service, line by line in the agents' languages. */
export const shipped: ReadonlyMap<ScriptSituation, Script> = new Map(
  scriptSituations.map((situation): [ScriptSituation, Script] => {
    const inEach = <T>(pick: (language: (typeof agentLanguages)[number]) => T): Record<string, T> =>
      Object.fromEntries(agentLanguages.map((language) => [language, pick(language)]));
    const length = scriptWords.en.scripts[situation].lines.length;
    return [
      situation,
      {
        id: null,
        clientId: null,
        situation,
        version: 0,
        titles: inEach((language) => scriptWords[language].scripts[situation].title),
        lines: Array.from({ length }, (_, i) =>
          inEach((language) => scriptWords[language].scripts[situation].lines[i] as string),
        ),
        createdAt: null,
        createdBy: null,
        inForce: true,
      },
    ];
  }),
);
