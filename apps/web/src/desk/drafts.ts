/**
 * The text of a note that the server doesn't have yet: in this tab only, so that a reload or a lost connection loses nothing,
 * and gone as soon as it is saved.
 */
const prefix = 'desk.note.';

export interface Draft {
  readonly text: string;
  /** Of the stored note that it was typed over. */
  readonly version: number;
}

export const drafts = {
  of(claimId: string): Draft | null {
    try {
      const kept = sessionStorage.getItem(prefix + claimId);
      return kept === null ? null : (JSON.parse(kept) as Draft);
    } catch {
      return null;
    }
  },
  keep(claimId: string, draft: Draft): void {
    try {
      sessionStorage.setItem(prefix + claimId, JSON.stringify(draft));
    } catch {
      // a browser that keeps nothing: the text is still on the page
    }
  },
  forget(claimId: string): void {
    try {
      sessionStorage.removeItem(prefix + claimId);
    } catch {
      // nothing was kept
    }
  },
  /** Leaves no text behind but that of `claimId`. */
  forgetAllBut(claimId: string | null): void {
    try {
      const names = Array.from({ length: sessionStorage.length }, (_, at) => sessionStorage.key(at) ?? '');
      for (const name of names)
        if (name.startsWith(prefix) && name !== `${prefix}${claimId}`) sessionStorage.removeItem(name);
    } catch {
      // nothing was kept
    }
  },
};
