import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useDeskTexts } from '../use-desk-texts';

/** How long the client gives for a wrap-up; the server finishes it then. */
export function WrapUpClock({ seconds }: { seconds: number }) {
  const { t } = useDeskTexts();
  const [begun] = useState(() => performance.now());
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(
      () => setLeft(Math.max(0, Math.ceil(seconds - (performance.now() - begun) / 1_000))),
      500,
    );
    return () => clearInterval(timer);
  }, [begun, seconds]);
  return (
    <Text size="sm" c="dimmed">
      {t('wrapUp.left', { count: left })}
    </Text>
  );
}
