import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock, Database, log, systemCtx, type Ctx, type Role } from '#platform';
import { AgentProfiles, Presence, streamsOf, type AgentProfile } from '#desk';
import { Authentication } from '#identity';
import { agentsNow, endedClaims, type AgentNowRow } from './board.queries.js';
import { Board } from './board.service.js';
import { QueueSums } from './board-queue-sums.js';
import { secondsBetween, type QueueCounts } from './board-view.js';

export type BoardEvent = 'claim' | 'queue' | 'presence' | 'board';

/** Somebody who is told what changes. */
export interface Viewer {
  readonly ctx: Ctx;
  readonly sessionId: string;
  readonly role: Role;
  /** Whether the whole board is told as well. */
  readonly isLead: boolean;
  /** `data` is JSON. */
  send(event: BoardEvent, data: string): void;
  /** The session is over, or the service stops. */
  end(): void;
}

/** What a viewer was told last. */
interface Told {
  claim?: { clientId: string; id: string } | null;
  presence?: string;
  queue?: string;
}

const everyMs = 2_000;
/** How soon somebody new is told how things stand; many who come at once are told together. */
const soonMs = 50;
const profilesEveryMs = 10_000;
const seenEveryMs = 30_000;
/** Tabs of one session; the oldest gives way, so that nobody fills the process with streams. */
const mostPerSession = 20;

/**
 * Tells signed-in staff what changes, with one look at the database every two seconds for all of them together, however many
 * they are: 500 agents cost the same four statements as one. Nobody there, nothing read. Not by LISTEN and NOTIFY: a
 * transaction that notifies takes a lock of the whole database while it commits.
 */
@Injectable()
export class BoardWatch implements OnModuleDestroy {
  private readonly viewers = new Map<Viewer, Told>();
  private sums: { of: QueueSums; counts: QueueCounts } | undefined;
  private profiles: { of: ReadonlyMap<string, AgentProfile>; until: number } = { of: new Map(), until: 0 };
  private seenUntil = 0;
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private isClosed = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly board: Board,
    private readonly agentProfiles: AgentProfiles,
    private readonly presence: Presence,
    private readonly authentication: Authentication,
  ) {}

  /** Tells the viewer how things stand now, then what changes, until the returned function is called or the session is over. */
  watch(viewer: Viewer): () => void {
    if (this.isClosed) {
      viewer.end();
      return () => undefined;
    }
    const tabs = [...this.viewers.keys()].filter((other) => other.sessionId === viewer.sessionId);
    if (tabs.length >= mostPerSession && tabs[0]) {
      this.viewers.delete(tabs[0]);
      tabs[0].end();
    }
    this.viewers.set(viewer, {});
    this.lookIn(soonMs);
    return () => {
      this.viewers.delete(viewer);
    };
  }

  onModuleDestroy(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const viewer of this.viewers.keys()) viewer.end();
    this.viewers.clear();
  }

  private lookIn(ms: number): void {
    if (this.isLooking || this.isClosed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), ms).unref();
  }

  /** Whatever fails is tried again in two seconds: viewers stay, and are told when it works again. */
  private async look(): Promise<void> {
    if (this.viewers.size === 0) return;
    this.isLooking = true;
    let nextMs = everyMs;
    try {
      await this.tellAll();
      await this.noteSignsOfLife();
      if ([...this.viewers.values()].some((told) => told.presence === undefined)) nextMs = soonMs;
    } catch (error) {
      log.warn({ err: error as Error }, 'the board could not be read');
    } finally {
      this.isLooking = false;
      this.lookIn(nextMs);
    }
  }

  private async tellAll(): Promise<void> {
    const at = this.clock.now();
    await this.endSignedOut();
    const ctx = systemCtx('board', null, at);
    const agents = await this.db.tx(ctx, agentsNow);
    const sums = await this.currentSums();
    const profiles = await this.currentProfiles(ctx);
    const byId = new Map(agents.map((row) => [row.id, row]));
    const ended = await this.endsOf(ctx, byId);
    for (const [viewer, told] of this.viewers) {
      const { id } = viewer.ctx.actor;
      this.tellClaim(viewer, told, byId.get(id), ended);
      this.tellPresence(viewer, told, byId.get(id));
      this.tellQueue(viewer, told, sums, profiles.get(id), at);
    }
    const leads = [...this.viewers.keys()].filter((viewer) => viewer.isLead);
    if (leads.length === 0) return;
    const board = JSON.stringify(await this.board.view(null, at, agents));
    for (const lead of leads) lead.send('board', board);
  }

  private tellClaim(
    viewer: Viewer,
    told: Told,
    row: AgentNowRow | undefined,
    ended: ReadonlyMap<string, string>,
  ): void {
    const before = told.claim;
    if (before !== undefined && (before?.id ?? null) === (row?.claim_id ?? null)) return;
    const claim = row?.claim_id && row.client_id ? { clientId: row.client_id, id: row.claim_id } : null;
    told.claim = claim;
    const state = before ? ended.get(before.id) : undefined;
    viewer.send(
      'claim',
      JSON.stringify({
        claim: claim && {
          ...claim,
          workItemId: row?.work_item_id,
          kind: row?.kind,
          language: row?.language,
          leaseUntil: row?.lease_until?.toISOString(),
        },
        ended: before && state ? { id: before.id, state } : null,
      }),
    );
  }

  private tellPresence(viewer: Viewer, told: Told, row: AgentNowRow | undefined): void {
    const data = JSON.stringify({ state: row?.state ?? 'offline', since: row?.since?.toISOString() ?? null });
    if (told.presence === data) return;
    told.presence = data;
    viewer.send('presence', data);
  }

  /** Said again when what waits has changed, not when it has only grown older. */
  private tellQueue(
    viewer: Viewer,
    told: Told,
    sums: QueueSums,
    profile: AgentProfile | undefined,
    at: Date,
  ): void {
    const { waiting, oldestAt } = sums.of(profile ? streamsOf(profile) : [], profile?.clientIds ?? null);
    const key = `${waiting} ${oldestAt?.getTime() ?? ''}`;
    if (told.queue === key) return;
    told.queue = key;
    const oldestSeconds = oldestAt ? secondsBetween(oldestAt, at) : null;
    viewer.send('queue', JSON.stringify({ waiting, oldestSeconds }));
  }

  /** How the claims that viewers were told of and no longer hold have ended. */
  private async endsOf(
    ctx: Ctx,
    now: ReadonlyMap<string, AgentNowRow>,
  ): Promise<ReadonlyMap<string, string>> {
    const gone = [...this.viewers].flatMap(([viewer, { claim }]) =>
      claim && now.get(viewer.ctx.actor.id)?.claim_id !== claim.id ? [claim] : [],
    );
    if (gone.length === 0) return new Map();
    const rows = await this.db.tx(ctx, (tx) => endedClaims(tx, gone));
    return new Map(rows.map((row) => [row.id, row.state]));
  }

  /** Also where the role has changed: whoever signs in again is told what the new one may know. */
  private async endSignedOut(): Promise<void> {
    const asked = [...this.viewers.keys()];
    const roles = await this.authentication.stillActive(asked.map((viewer) => viewer.sessionId));
    // Not of `viewers`: whoever has come meanwhile was not asked about.
    for (const viewer of asked) {
      if (roles.get(viewer.sessionId) === viewer.role) continue;
      this.viewers.delete(viewer);
      viewer.end();
    }
  }

  private async currentSums(): Promise<QueueSums> {
    const counts = await this.board.waiting();
    if (this.sums?.counts !== counts) this.sums = { of: new QueueSums(counts), counts };
    return this.sums.of;
  }

  private async currentProfiles(ctx: Ctx): Promise<ReadonlyMap<string, AgentProfile>> {
    if (this.profiles.until <= performance.now()) {
      this.profiles = { of: await this.agentProfiles.all(ctx), until: performance.now() + profilesEveryMs };
    }
    return this.profiles.of;
  }

  /** An open page is a sign of life of who has nothing to take. */
  private async noteSignsOfLife(): Promise<void> {
    if (this.seenUntil > performance.now()) return;
    this.seenUntil = performance.now() + seenEveryMs;
    const present = new Set([...this.viewers.keys()].map((viewer) => viewer.ctx.actor.id));
    await this.presence.allSeen(systemCtx('board', null, this.clock.now()), [...present]);
  }
}
