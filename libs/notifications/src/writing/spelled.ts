/** A reference as it is read aloud: its characters one by one, a short pause where it has a separator. */
export function spelled(reference: string): string {
  return reference
    .split(/[^\p{L}\p{N}]+/u)
    .filter((group) => group !== '')
    .map((group) => [...group].join(' '))
    .join(', ');
}

/** A sentence fit for speech: no addresses of pages or mailboxes, no brackets, plain spaces. */
export function speakable(sentence: string): string {
  return sentence
    .replace(/[()[\]{}<>]+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/@|:\/\/|^www\./i.test(word))
    .join(' ');
}
