/** How the API page looks: two columns where there is room, one on a phone, light or dark as the reader has it. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e4e8ee); --soft: light-dark(#5a6675, #9aa7b6);
  --line: light-dark(#dde3ea, #313a46); --paper: light-dark(#fff, #14181e); --tint: light-dark(#f4f6f9, #1b2129);
  --link: light-dark(#0b5cad, #7ab8ff); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
code { font: .9em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; } h2 { margin: 2rem 0 .75rem; } h3 { margin: 0 0 .25rem; font-size: 1.05rem; overflow-wrap: anywhere; }
h4 { margin: 1rem 0 .25rem; color: var(--soft); font-size: .9rem; }
p { margin: .25rem 0; }
small { color: var(--soft); font-weight: normal; }
header, main { padding: 1rem; max-width: 56rem; }
nav { padding: 1rem; background: var(--tint); }
nav h2 { margin: .75rem 0 .25rem; font-size: .95rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: flex; gap: .5rem; align-items: baseline; padding: .2rem 0; text-decoration: none; }
article { padding: 1rem; margin: 0 0 1rem; border: 1px solid var(--line); border-radius: .5rem; }
article:target, dt:target { outline: 2px solid var(--link); outline-offset: .25rem; }
dl { margin: .25rem 0; }
dt { margin-top: .4rem; font-weight: 600; }
dd { margin: 0 0 .4rem; padding-left: .75rem; border-left: 2px solid var(--line); }
.type { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 3.6rem; font: 600 .8rem/1.6 ui-monospace, monospace; }
.get { color: light-dark(#0a6b3d, #5fd39a); } .post { color: light-dark(#8a4b00, #f2b266); }
.put, .patch { color: light-dark(#5b3fa8, #b9a3f5); } .delete { color: light-dark(#a3201f, #ff8f8a); }
@media (min-width: 70rem) {
  body { display: grid; grid-template: auto 1fr / 22rem 1fr; }
  header { grid-column: 2; }
  nav { grid-row: 1 / span 2; grid-column: 1; position: sticky; top: 0; height: 100vh; overflow-y: auto; }
}
`;
