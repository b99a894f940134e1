import { domainToASCII } from 'node:url';

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const local = new RegExp(`^${atom}(?:\\.${atom})*$`);
const host = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * The one address in `text` as it goes into an SMTP envelope, with its domain in ASCII; null for anything else. Takes
 * only the unquoted form (RFC 5321 dot-string), so no comma, group, comment, route, line break or look-alike of `@` can
 * make a second recipient. Addresses whose local part is not ASCII are refused: few servers take them.
 */
export function oneAddress(text: string): string | null {
  const at = text.indexOf('@');
  if (at < 1 || at > 64 || text.length > 254) return null;
  const user = text.slice(0, at);
  const domain = text.slice(at + 1);
  // Everything outside letters, digits, dots and hyphens is refused before IDNA would map it to something else.
  if (!local.test(user) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return null;
  const ascii = /^[a-z0-9.-]*$/.test(domain) ? domain : domainToASCII(domain);
  return host.test(ascii) ? `${user}@${ascii}` : null;
}
