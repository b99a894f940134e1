import { Badge, Button } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useFormat } from '../../i18n/format';
import type { ContactScreen } from '../desk-contract';
import { useDeskTexts } from '../use-desk-texts';
import { storyOf, type Told } from './story-of';
import { useFew } from './use-few';

/** What happened so far, newest first; every message as it was sent, opened in place. */
export const Story = memo(function Story({ screen }: { screen: ContactScreen }) {
  const { t } = useDeskTexts();
  const all = useMemo(() => storyOf(screen), [screen]);
  const { few, rest, more } = useFew(all, 25);
  return (
    <section aria-labelledby="story">
      <h2 id="story" className="desk-heading">
        {t('story.title')}
      </h2>
      {all.length === 0 && <p className="quiet">{t('story.none')}</p>}
      <ol className="story">
        {few.map((told) => (
          <Entry key={told.key} told={told} />
        ))}
      </ol>
      {rest > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={more}>
          {t('more', { count: rest })}
        </Button>
      )}
    </section>
  );
});

function Entry({ told }: { told: Told }) {
  const { t, wordOf } = useDeskTexts();
  const format = useFormat();
  const at = told.at === null ? '' : format.dateTime(told.at);
  switch (told.kind) {
    case 'message': {
      const { message } = told;
      return (
        <li data-kind="message">
          <details className="fold">
            <summary>
              {message.subject ?? wordOf('purpose', message.purpose)}
              <span className="quiet">
                {[wordOf('channel', message.channel), wordOf('message', message.state), at].join(' · ')}
              </span>
            </summary>
            {message.reason && <p className="quiet">{message.reason}</p>}
            <p className="words" lang={message.language}>
              {message.text ?? t('message.notWritten')}
            </p>
          </details>
        </li>
      );
    }
    case 'reply': {
      const { reply } = told;
      return (
        <li data-kind="reply">
          <strong>{t('story.reply')}</strong>{' '}
          {!reply.authenticated && (
            <Badge color="orange" variant="light" tt="none" h="auto">
              {t('story.unproven')}
            </Badge>
          )}
          <span className="quiet">{[wordOf('channel', reply.channel), at].join(' · ')}</span>
          <p className="words">{reply.text}</p>
          {reply.attachments.map((file) => (
            <span key={file.id} className="quiet">
              {file.name} ({format.bytes(file.bytes)})
            </span>
          ))}
        </li>
      );
    }
    case 'note':
      return (
        <li data-kind="note">
          <strong>{t('story.note')}</strong>
          <span className="quiet">{[told.note.agentName, at].filter(Boolean).join(' · ')}</span>
          <p className="words">{told.note.text}</p>
        </li>
      );
    case 'call':
      return (
        <li data-kind="call">
          <strong>{t(`way.${told.call.way}`)}</strong>
          <span className="quiet">
            {[
              wordOf('call', told.call.state),
              told.call.seconds !== null && format.seconds(told.call.seconds),
              at,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      );
    default:
      return (
        <li data-kind="event">
          {wordOf('event', told.event.kind)}
          <span className="quiet">{[told.event.actorName, at].filter(Boolean).join(' · ')}</span>
        </li>
      );
  }
}
