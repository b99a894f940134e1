import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What the customer's clock shows. */
export function LocalTime({ zone }: { zone: string }) {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={now.toISOString()}>
      {new Intl.DateTimeFormat(i18n.language, {
        timeZone: zone,
        weekday: 'short',
        timeStyle: undefined,
        hour: '2-digit',
        minute: '2-digit',
      }).format(now)}
    </time>
  );
}
