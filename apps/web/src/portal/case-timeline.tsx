import { Text, Timeline } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';

/** What happened to a case, oldest first. */
export function CaseTimeline({ events }: { events: readonly Shape<'TimelineEvent'>[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (events.length === 0) return <Empty title={t('case.noEvents')} />;
  return (
    <Timeline bulletSize={12} lineWidth={2}>
      {events.map(({ at, kind, actor }, index) => {
        const key = `event.${kind}` as 'event.case.received';
        return (
          <Timeline.Item key={`${at} ${kind} ${index}`} title={i18n.exists(key) ? t(key) : kind}>
            <Text size="sm" c="dimmed">
              {format.dateTime(at)} · {t(`actor.${actorKind(actor)}`)}
            </Text>
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}

/** `user:0190…`, `system:dispatch`: who it was is not the client's business, what it was is. */
function actorKind(actor: string): 'user' | 'api_key' | 'system' {
  const kind = actor.split(':', 1)[0];
  return kind === 'user' || kind === 'api_key' ? kind : 'system';
}
