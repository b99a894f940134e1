type Rgb = readonly [number, number, number];

/** Colours of one brand that hold WCAG AA (4.5 to 1) where text meets them. */
export interface BrandColors {
  /** The band at the top, in the brand's own colour, and the text on it. */
  readonly band: string;
  readonly onBand: string;
  /** Emphasis on a white page, and on a dark one. */
  readonly accent: string;
  readonly accentDark: string;
}

const white: Rgb = [255, 255, 255];
const ink: Rgb = [26, 26, 26];
const night: Rgb = [30, 32, 36];
const made = new Map<string, BrandColors>();

/** The colours of a brand (`#rrggbb`), kept. */
export function brandColors(color: string): BrandColors {
  let colors = made.get(color);
  if (!colors) {
    const brand = parse(color);
    colors = {
      band: color,
      onBand: hex(contrast(brand, white) >= contrast(brand, ink) ? white : ink),
      accent: hex(readable(brand, white, ink)),
      accentDark: hex(readable(brand, night, white)),
    };
    made.set(color, colors);
  }
  return colors;
}

/** The brand's colour moved towards `towards` until it reads on `ground`. */
function readable(brand: Rgb, ground: Rgb, towards: Rgb): Rgb {
  for (let step = 0; step < 20; step++) {
    const mixed = brand.map((c, i) =>
      Math.round(c + ((towards[i] as number) - c) * (step / 20)),
    ) as unknown as Rgb;
    if (contrast(mixed, ground) >= 4.5) return mixed;
  }
  return towards;
}

/** WCAG 2.2 contrast ratio. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function parse(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hex([r, g, b]: Rgb): string {
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, '0')}`;
}
