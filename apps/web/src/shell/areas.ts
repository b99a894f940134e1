import type { Identity, Permission, Role } from '../session/signed-in';

export type Area = 'desk' | 'lead' | 'messages' | 'portal' | 'office' | 'administration';

/** Whose work an area is; the administrator sees all. */
const areasOf: Readonly<Record<Role, readonly Area[]>> = {
  agent: ['desk'],
  team_lead: ['lead', 'messages', 'desk'],
  billing_clerk: ['office'],
  administrator: ['administration', 'office', 'portal', 'messages', 'lead', 'desk'],
  operations: ['portal', 'messages'],
  finance: ['portal'],
  policy_owner: ['portal'],
};

/** Every page of the menus; `key` is the second key after `g`. */
const entries = [
  { area: 'desk', to: '/desk', label: 'menu.desk', permission: 'desk.work', key: 'd' },
  { area: 'lead', to: '/board', label: 'menu.board', permission: 'desk.lead', key: 'b' },
  { area: 'lead', to: '/queue', label: 'menu.queue', permission: 'desk.lead', key: 'x' },
  { area: 'lead', to: '/statistics', label: 'menu.statistics', permission: 'desk.lead', key: 'a' },
  { area: 'lead', to: '/staffing', label: 'menu.staffing', permission: 'desk.lead', key: 'f' },
  { area: 'lead', to: '/shifts', label: 'menu.shifts', permission: 'desk.lead', key: 'h' },
  { area: 'lead', to: '/agents', label: 'menu.agents', permission: 'desk.lead', key: 'g' },
  { area: 'lead', to: '/weights', label: 'menu.weights', permission: 'desk.lead', key: 'w' },
  { area: 'lead', to: '/scripts', label: 'menu.scripts', permission: 'desk.lead', key: '1' },
  { area: 'lead', to: '/articles', label: 'menu.articles', permission: 'desk.lead', key: 'k' },
  { area: 'lead', to: '/dispositions', label: 'menu.dispositions', permission: 'desk.lead', key: 'o' },
  { area: 'lead', to: '/quality', label: 'menu.quality', permission: 'desk.lead', key: 'q' },
  { area: 'lead', to: '/unverified-mails', label: 'menu.unverified', permission: 'desk.lead', key: 'v' },
  { area: 'lead', to: '/suppressions', label: 'menu.suppressions', permission: 'desk.lead', key: 'z' },
  { area: 'messages', to: '/contact-plans', label: 'menu.plans', permission: 'template.read', key: 'j' },
  {
    area: 'messages',
    to: '/notification-settings',
    label: 'menu.notifications',
    permission: 'template.read',
    key: 'y',
  },
  {
    area: 'messages',
    to: '/message-templates',
    label: 'menu.templates',
    permission: 'template.read',
    key: 'm',
  },
  { area: 'portal', to: '/uploads', label: 'menu.uploads', permission: 'upload.read', key: 'u' },
  { area: 'portal', to: '/cases', label: 'menu.cases', permission: 'case.read', key: 'c' },
  { area: 'portal', to: '/refund-listings', label: 'menu.refunds', permission: 'listing.read', key: 'r' },
  {
    area: 'portal',
    to: '/replacement-listings',
    label: 'menu.replacements',
    permission: 'listing.read',
    key: 'e',
  },
  { area: 'portal', to: '/statements', label: 'menu.statements', permission: 'statement.read', key: 's' },
  { area: 'portal', to: '/invoices', label: 'menu.invoices', permission: 'invoice.read', key: 'i' },
  { area: 'portal', to: '/policies', label: 'menu.policies', permission: 'policy.read', key: 'p' },
  { area: 'office', to: '/statements', label: 'menu.statements', permission: 'statement.read', key: 's' },
  { area: 'office', to: '/invoices', label: 'menu.invoices', permission: 'invoice.read', key: 'i' },
  { area: 'office', to: '/rates', label: 'menu.rates', permission: 'rate.read', key: 't' },
  { area: 'administration', to: '/clients', label: 'menu.clients', permission: 'client.read', key: 'l' },
  { area: 'administration', to: '/users', label: 'menu.users', permission: 'user.read', key: 'n' },
] as const satisfies readonly {
  area: Area;
  to: string;
  label: `menu.${string}`;
  permission: Permission;
  key: string;
}[];
export type Entry = (typeof entries)[number];

/** The menu of a person: areas in the order of their work, each page once. */
export function menuOf({ user, permissions }: Identity): { area: Area; entries: Entry[] }[] {
  const seen = new Set<string>();
  return areasOf[user.role]
    .map((area) => ({
      area,
      entries: entries.filter((entry) => {
        if (entry.area !== area || seen.has(entry.to) || !permissions.includes(entry.permission))
          return false;
        seen.add(entry.to);
        return true;
      }),
    }))
    .filter((group) => group.entries.length > 0);
}

/** Where a person's day begins. */
export function homeOf(identity: Identity): Entry['to'] | '/account' {
  return menuOf(identity)[0]?.entries[0]?.to ?? '/account';
}
