/** The groups of the API's description, in the order of the work. */
const tags: Readonly<Record<string, string>> = {
  Uploads: 'Files and batches of return cases.',
  Cases: 'Return cases: what was decided, why, and how far each one is.',
  Policies: 'A client’s rules, their versions, and what a draft would have decided.',
  Messages: 'What customers are told: the client’s own words, and how a message reads.',
  'Refund listings': 'What the client’s finance department pays, one listing for each cut-off.',
  'Replacement listings': 'What the client’s warehouse sends, one listing for each cut-off.',
  Billing: 'What a contact costs, what a period came to, and the invoices issued from it.',
  Desk: 'The work that waits for a person.',
  Customers: 'Pages behind the links that customers get.',
  'Sign-in': 'People: sessions, second factor, password.',
  Administration: 'Clients, users and API keys.',
  Hooks: 'What providers report to us; each request is signed by them.',
  Operation: 'For whoever runs the service.',
};

/** The groups in use, each with what it is about. */
export function tagsInOrder(used: ReadonlySet<string>): { name: string; description?: string }[] {
  const known = Object.entries(tags)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));
  const others = [...used].filter((name) => !(name in tags)).toSorted();
  return [...known, ...others.map((name) => ({ name }))];
}
