import { z } from 'zod';
import { skills } from './queue-order.js';

/** Common European Framework levels, weakest first; `native` above them. */
export const languageLevels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native'] as const;
export type LanguageLevel = (typeof languageLevels)[number];

/** From which level on an agent does that kind of work in a language: talking needs more than reading. */
export const levelFor = { voice: 'B2', mail: 'B1', cases: 'A2' } as const;

/** What an agent can do and for whom. */
export const agentProfileSchema = z
  .object({
    languages: z.record(z.string().regex(/^[a-z]{2}$/), z.enum(languageLevels)),
    skills: z.array(z.enum(skills)).min(1),
    /** Null for every client. */
    clientIds: z.array(z.uuid()).max(500).nullable(),
    /** Where a bridged call rings the agent; E.164. */
    phone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .nullable(),
  })
  .meta({ id: 'AgentProfile', description: 'Languages with level, skills and clients of an agent.' });
export type AgentProfile = z.infer<typeof agentProfileSchema>;

/** The streams of the queue that this agent is good enough for. */
export function streamsOf(profile: AgentProfile): { language: string; skill: string }[] {
  const rank = (level: LanguageLevel): number => languageLevels.indexOf(level);
  return profile.skills.flatMap((skill) =>
    Object.entries(profile.languages)
      .filter(([, level]) => rank(level) >= rank(levelFor[skill]))
      .map(([language]) => ({ language, skill })),
  );
}
