import { v7 } from 'uuid';

/** A new UUIDv7: ids grow with time, so they append to indexes instead of scattering over them. */
export function newId(): string {
  return v7();
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text is a UUID; anything else in an id's place is an unknown id. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
