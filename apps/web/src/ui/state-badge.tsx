import { Badge } from '@mantine/core';

/** A state in words; the colour only helps. */
export function StateBadge({ label, tone }: { label: string; tone: 'good' | 'busy' | 'bad' | 'calm' }) {
  const color = { good: 'teal', busy: 'blue', bad: 'red', calm: 'gray' }[tone];
  return (
    <Badge variant="light" color={color} tt="none" fw={600} h="auto" style={{ whiteSpace: 'normal' }}>
      {label}
    </Badge>
  );
}
