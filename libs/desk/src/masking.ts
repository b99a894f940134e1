import { isValidIBAN } from 'ibantools';

/** What agents see of an address until they have a reason: the first letter and where it is. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '…' : `${[...email][0] ?? ''}…${email.slice(at)}`;
}

/** The last two digits. */
export function maskedPhone(phone: string): string {
  return `… ${phone.replace(/\D/g, '').slice(-2)}`;
}

/** Country and last four characters, as on a receipt. */
export function maskedIban(iban: string): string {
  const bare = iban.replace(/\s/g, '');
  return bare.length < 10 ? '…' : `${bare.slice(0, 2)}… ${bare.slice(-4)}`;
}

/** The first letter; whoever lives there knows the rest. */
export function maskedStreet(street: string): string {
  return `${[...street.trim()][0] ?? ''}…`;
}

/** What must not be read in clear about the customer of a case. */
export interface Hidden {
  readonly email: string | null;
  readonly phone: string | null;
  readonly iban: string | null;
  readonly street: string | null;
}

/** Two letters, two digits, then what an account number is made of; spaces and dashes as people write them. */
const ibanLike = /[A-Z]{2}\s?\d{2}(?:[\s.\u00a0-]?[A-Z0-9]){11,30}/gi;
const phoneLike = /[+(]?\d(?:[\s()./\u00a0\u2011-]{0,3}\d){5,16}/g;
/** The token of a customer's own page: whoever has it can answer as the customer. */
const linkToken = /(\/c\/)[\w-]{20,}/g;
/** Enough of a number's end to tell it from others, whatever stands before it: `+49 30 …`, `030 …`, `0049 …`. */
const sameEnd = 7;

/** A text in which the customer's e-mail address, phone number, street, every bank account and every link are masked. */
export function withoutPersonalData(text: string, hidden: Hidden): string {
  let out = text.replace(linkToken, '$1…').replace(ibanLike, maskAccount);
  if (hidden.email !== null) out = replaceAll(out, hidden.email, maskedEmail(hidden.email));
  if (hidden.street !== null && hidden.street.trim().length > 3)
    out = replaceAll(out, hidden.street.trim(), maskedStreet(hidden.street));
  if (hidden.iban !== null) out = replaceAll(out, hidden.iban, maskedIban(hidden.iban));
  const end = hidden.phone?.replace(/\D/g, '').slice(-sameEnd) ?? '';
  if (end.length === sameEnd)
    out = out.replace(phoneLike, (found) =>
      found.replace(/\D/g, '').endsWith(end) ? maskedPhone(found) : found,
    );
  return out;
}

/** As `withoutPersonalData` for every string in a value, whatever its shape; keys stay. */
export function masked<T>(value: T, hidden: Hidden): T {
  if (typeof value === 'string') return withoutPersonalData(value, hidden) as T;
  if (Array.isArray(value)) return value.map((inner: unknown) => masked(inner, hidden)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, masked<unknown>(inner, hidden)]),
  ) as T;
}

/** The longest account number that a find begins with is masked; a reference that only looks like one is left. */
function maskAccount(found: string): string {
  for (let end = found.length; end >= 15; end--) {
    const part = found.slice(0, end);
    const bare = part.replace(/[^a-z0-9]/gi, '').toUpperCase();
    if (isValidIBAN(bare)) return maskedIban(bare) + found.slice(end);
  }
  return found;
}

function replaceAll(text: string, secret: string, by: string): string {
  const at = text.toLowerCase().indexOf(secret.toLowerCase());
  if (at < 0 || secret === '') return text;
  return text.slice(0, at) + by + replaceAll(text.slice(at + secret.length), secret, by);
}
