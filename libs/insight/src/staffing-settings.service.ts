import { Injectable } from '@nestjs/common';
import { actorName, Database, requireOperatorPermission, type Ctx, type Tx } from '#platform';
import { staffingSettingsSchema, type StaffingSettings } from './staffing-settings.schema.js';

/** What the operator plans its agents by, and the zone in which its days begin. */
@Injectable()
export class StaffingPolicy {
  constructor(private readonly db: Database) {}

  async current(ctx: Ctx): Promise<StaffingSettings> {
    requireOperatorPermission(ctx, 'desk.lead');
    return this.db.tx({ ...ctx, clientId: null }, storedSettings);
  }

  /** Replaces them; the board follows with its next count. */
  async change(ctx: Ctx, input: StaffingSettings): Promise<StaffingSettings> {
    requireOperatorPermission(ctx, 'desk.lead');
    const settings = staffingSettingsSchema.parse(input);
    await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.execute(
        `INSERT INTO staffing_setting (settings, updated_by, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, updated_by = excluded.updated_by,
           updated_at = excluded.updated_at`,
        [JSON.stringify(settings), actorName(ctx.actor), ctx.now],
      ),
    );
    return settings;
  }
}

/** The settings as stored, with defaults for the rest. */
export async function storedSettings(tx: Tx): Promise<StaffingSettings> {
  const [row] = await tx.query<{ settings: unknown }>('SELECT settings FROM staffing_setting');
  return staffingSettingsSchema.parse(row?.settings ?? {});
}

/** Where the operator sits; Berlin until that is known. */
export async function operatorZone(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ zone: string }>('SELECT zone FROM operator');
  return row?.zone ?? 'Europe/Berlin';
}
