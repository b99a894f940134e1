/** Which library may import which; along the flow, never back. Everything else is refused. */
const allowed = {
  platform: [],
  clients: [],
  identity: ['clients'],
  cases: ['clients'],
  contacts: ['cases', 'clients'],
  metering: ['contacts', 'cases', 'clients'],
  billing: ['metering', 'contacts', 'cases', 'clients'],
  desk: ['contacts', 'cases', 'clients'],
  listings: ['desk', 'cases', 'clients'],
  notifications: ['desk', 'contacts', 'cases', 'clients'],
  resolution: ['notifications', 'listings', 'desk', 'contacts', 'cases', 'clients'],
  intake: ['resolution', 'cases', 'clients'],
  insight: [
    'clients',
    'identity',
    'cases',
    'contacts',
    'metering',
    'billing',
    'desk',
    'listings',
    'notifications',
    'resolution',
    'intake',
  ],
};

const tests = '(\\.spec\\.ts$|^test/)';

module.exports = {
  forbidden: [
    ...Object.entries(allowed).map(([name, others]) => ({
      name: `${name}-imports-along-the-flow`,
      severity: 'error',
      from: { path: `^libs/${name}/`, pathNot: tests },
      to: {
        path: '^(libs|apps|migrations|test)/',
        pathNot: [`^libs/(${[name, 'platform', ...others].join('|')})/`],
      },
    })),
    {
      name: 'libraries-through-their-barrel',
      comment: 'another library is reached only through its index.ts',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/', pathNot: tests },
      to: { path: '^libs/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: tests },
      to: { circular: true },
    },
    {
      name: 'libraries-import-no-apps',
      severity: 'error',
      from: { path: '^libs/', pathNot: tests },
      to: { path: '^(apps|test|migrations)/' },
    },
    {
      name: 'web-imports-no-libraries',
      comment: 'the browser talks to the API by its description only; locales are its texts',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(libs|migrations|test|apps/(?!web/))' },
    },
    {
      name: 'web-areas-stand-alone',
      comment: 'an area is loaded by itself; what several need is in ui, api, shell, session or i18n',
      severity: 'error',
      from: { path: '^apps/web/src/(portal|office|desk|lead|messages|account)/' },
      to: {
        path: '^apps/web/src/(portal|office|desk|lead|messages|account)/',
        pathNot: '^apps/web/src/$1/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
