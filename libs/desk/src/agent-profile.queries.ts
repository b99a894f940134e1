import type { Tx } from '#platform';
import type { AgentProfile } from './agent-profile.schema.js';

interface ProfileRow {
  languages: AgentProfile['languages'];
  skills: AgentProfile['skills'];
  client_ids: string[] | null;
  phone: string | null;
}

/** Undefined for an agent whom nobody has described yet. */
export async function profileOf(tx: Tx, agentId: string): Promise<AgentProfile | undefined> {
  const [row] = await tx.query<ProfileRow & Record<string, unknown>>(
    'SELECT languages, skills, client_ids, phone FROM agent_profile WHERE agent_id = $1',
    [agentId],
  );
  return row && toProfile(row);
}

/** One row per agent. */
export async function allProfiles(tx: Tx): Promise<Map<string, AgentProfile>> {
  const rows = await tx.query<ProfileRow & { agent_id: string } & Record<string, unknown>>(
    'SELECT agent_id, languages, skills, client_ids, phone FROM agent_profile',
  );
  return new Map(rows.map((row) => [row.agent_id, toProfile(row)]));
}

function toProfile(row: ProfileRow): AgentProfile {
  return { languages: row.languages, skills: row.skills, clientIds: row.client_ids, phone: row.phone };
}

export async function saveProfile(tx: Tx, agentId: string, profile: AgentProfile): Promise<void> {
  await tx.execute(
    `INSERT INTO agent_profile (agent_id, languages, skills, client_ids, phone) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (agent_id) DO UPDATE SET languages = excluded.languages, skills = excluded.skills,
       client_ids = excluded.client_ids, phone = excluded.phone, updated_at = now()`,
    [agentId, JSON.stringify(profile.languages), profile.skills, profile.clientIds, profile.phone],
  );
}
