import { Badge } from '@mantine/core';

const colours = { good: 'teal', busy: 'blue', bad: 'red', calm: 'gray' } as const;

/** A state in words; the colour only helps. Long words of other languages wrap, they are never cut. */
export function StateBadge({ label, tone }: { label: string; tone: keyof typeof colours }) {
  return (
    <Badge
      variant="light"
      color={colours[tone]}
      tt="none"
      fw={600}
      h="auto"
      py={2}
      styles={{ label: { overflow: 'visible', whiteSpace: 'normal' } }}
    >
      {label}
    </Badge>
  );
}
