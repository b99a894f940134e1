/** Everything that can be allowed. A route names one; a service asks for it again. */
export const permissions = [
  'upload.read',
  'upload.write',
  'case.read',
  'case.write',
  'case.decide',
  'policy.read',
  'policy.write',
  'policy.publish',
  'template.read',
  'template.write',
  'listing.read',
  'listing.seal',
  'listing.report',
  'statement.read',
  'statement.close',
  'invoice.read',
  'invoice.issue',
  'rate.read',
  'rate.write',
  'client.read',
  'client.write',
  'user.read',
  'user.write',
  'apikey.read',
  'apikey.write',
  'stock.write',
  'desk.work',
  'desk.lead',
  'desk.resolve',
  'session.own',
] as const;

export type Permission = (typeof permissions)[number];

export const operatorRoles = ['agent', 'team_lead', 'billing_clerk', 'administrator'] as const;
export const clientRoles = ['operations', 'finance', 'policy_owner'] as const;
export const roles = [...operatorRoles, ...clientRoles] as const;
export type Role = (typeof roles)[number];

const everything = new Set<Permission>(permissions);

/** What each role may do. Operator roles act in one client's scope at a time. */
export const rolePermissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  // Reads no case by itself: what an agent sees of one goes through the claim on it.
  agent: new Set<Permission>(['session.own', 'desk.work', 'desk.resolve']),
  team_lead: new Set<Permission>([
    'session.own',
    'desk.work',
    'desk.lead',
    'desk.resolve',
    'case.read',
    'case.decide',
    'client.read',
    'template.read',
    'template.write',
    'upload.read',
  ]),
  billing_clerk: new Set<Permission>([
    'session.own',
    'client.read',
    'case.read',
    'listing.read',
    'rate.read',
    'statement.read',
    'statement.close',
    'invoice.read',
    'invoice.issue',
  ]),
  administrator: everything,
  operations: new Set<Permission>([
    'session.own',
    'upload.read',
    'upload.write',
    'case.read',
    'case.write',
    'stock.write',
    'listing.read',
    'listing.report',
    'policy.read',
    'template.read',
    'template.write',
  ]),
  finance: new Set<Permission>([
    'session.own',
    'case.read',
    'listing.read',
    'listing.seal',
    'listing.report',
    'statement.read',
    'invoice.read',
    'rate.read',
  ]),
  policy_owner: new Set<Permission>([
    'session.own',
    'case.read',
    'policy.read',
    'policy.write',
    'policy.publish',
  ]),
};

/** What a client system's key may be given; the default key of a client holds all of them. */
export const apiKeyScopes = [
  'upload.read',
  'upload.write',
  'case.read',
  'case.write',
  'stock.write',
  'policy.read',
  'policy.write',
  'policy.publish',
  'template.read',
  'template.write',
  'listing.read',
  'listing.seal',
  'listing.report',
  'statement.read',
  'invoice.read',
  'rate.read',
] as const satisfies readonly Permission[];
