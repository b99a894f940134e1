import {
  createTheme,
  DEFAULT_THEME,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const sea: MantineColorsTuple = [
  '#e8f6f7',
  '#d2eaec',
  '#a3d5d9',
  '#72bfc5',
  '#4badb4',
  '#2f9aa2',
  '#1c8890',
  '#0f767d',
  '#085f65',
  '#034a4f',
];

export const theme = createTheme({
  primaryColor: 'sea',
  colors: { sea },
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  // A dialog's header is not the page's: readers would find two banners.
  components: { Modal: { defaultProps: { attributes: { header: { role: 'presentation' } } } } },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  headings: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif', fontWeight: '650' },
});

const coloured = [...Object.keys(DEFAULT_THEME.colors), 'sea'].filter((name) => name !== 'dark');

/** Mantine's quieter text colours miss 4.5 : 1 (WCAG 1.4.3); these reach it on white and on dark. */
export const readableColours: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a6572',
    '--mantine-color-placeholder': '#667180',
    '--mantine-color-error': '#c22525',
    '--mantine-color-anchor': sea[8],
    ...Object.fromEntries(
      coloured.flatMap((name) => {
        const darkest = colors[name]?.[9] ?? '#000';
        return [
          [`--mantine-color-${name}-light-color`, name === 'gray' ? '#3d4650' : shaded(darkest)],
          [`--mantine-color-${name}-outline`, darkest],
          [`--mantine-color-${name}-text`, darkest],
        ];
      }),
    ),
  },
  dark: {
    '--mantine-color-dimmed': '#a9b3be',
    '--mantine-color-placeholder': '#939da8',
    '--mantine-color-error': '#ff9a9a',
    '--mantine-color-anchor': sea[3],
    ...Object.fromEntries(
      coloured.flatMap((name) => {
        const pale = colors[name]?.[2] ?? '#fff';
        return [
          [`--mantine-color-${name}-light-color`, pale],
          [`--mantine-color-${name}-outline`, pale],
          [`--mantine-color-${name}-text`, pale],
        ];
      }),
    ),
  },
});

/** The darkest of Mantine's yellows, oranges and greens are still too pale on their own tint. */
function shaded(colour: string): string {
  return `color-mix(in srgb, ${colour} 72%, #000)`;
}
