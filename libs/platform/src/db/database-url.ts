/** Injection token of the URL that the process connects to: the embedded server's, or `DATABASE_URL`. */
export const DATABASE_URL = Symbol('database url');
