import { Button, Kbd, type ButtonProps } from '@mantine/core';
import { useShortcut } from '../shell/shortcuts';

/** A button and the key that does the same, shown on it. */
export function KeyButton({
  keys,
  label,
  onRun,
  isActive = true,
  ...button
}: { keys: string; label: string; onRun: () => void; isActive?: boolean } & ButtonProps) {
  useShortcut(keys, label, onRun, isActive && !button.disabled && !button.loading);
  return (
    <Button
      onClick={onRun}
      aria-keyshortcuts={keys.replace('Ctrl', 'Control')}
      rightSection={<Key keys={keys} />}
      {...button}
    >
      {label}
    </Button>
  );
}

/** A key's name, for the eye only: readers have `aria-keyshortcuts`. */
export function Key({ keys }: { keys: string }) {
  return (
    <Kbd size="xs" aria-hidden className="key">
      {keys}
    </Kbd>
  );
}
