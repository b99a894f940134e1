import './lead.css';
import { Button, Group, NativeSelect, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useShortcut } from '../shell/shortcuts';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { StateBadge } from '../ui/state-badge';
import { BoardAgents } from './board-agents';
import { BoardFigures } from './board-figures';
import { useBoard } from './board-feed';
import { BoardQueues } from './board-queues';
import type { Board } from './lead-api';
import { skills } from './lead-words';

/** What waits, who does what, and how it goes; kept up to date by the server. */
export function BoardPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const [isFollowed, setFollowed] = useState(true);
  const { query, isFed } = useBoard(isFollowed);
  const toggle = (): void => setFollowed(!isFollowed);
  useShortcut('p', t('lead.pauseOrFollow'), toggle);
  return (
    <>
      <PageTitle title={t('menu.board')}>
        <StateBadge
          tone={isFed ? 'good' : 'calm'}
          label={
            isFed ? t('lead.live') : t('lead.asOf', { at: query.data ? format.time(query.data.at) : '–' })
          }
        />
        <Button variant="default" size="compact-sm" onClick={toggle} aria-pressed={!isFollowed}>
          {t('lead.pause')}
        </Button>
      </PageTitle>
      <Loaded query={query}>
        {(board) => (
          <>
            <BoardFigures board={board} />
            <Queues queues={board.queues} />
            <Title order={2} size="h4" mt="xl" mb="sm">
              {t('lead.agents')}
            </Title>
            <BoardAgents board={board} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Queues({ queues }: { queues: Board['queues'] }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const [client, setClient] = useState('');
  const [language, setLanguage] = useState('');
  const [skill, setSkill] = useState('');
  const clients = [...new Set(queues.map(({ clientCode }) => clientCode))].toSorted();
  const languages = [...new Set(queues.map((queue) => queue.language))].toSorted();
  const shown = queues.filter(
    (queue) =>
      (client === '' || queue.clientCode === client) &&
      (language === '' || queue.language === language) &&
      (skill === '' || queue.skill === skill),
  );
  const all = { value: '', label: t('case.all') };
  return (
    <>
      <Title order={2} size="h4" mt="xl" mb="sm">
        {t('lead.queues')}
      </Title>
      <Group mb="sm" align="flex-end">
        <NativeSelect
          label={t('lead.client')}
          value={client}
          onChange={({ currentTarget: { value } }) => setClient(value)}
          data={[all, ...clients]}
        />
        <NativeSelect
          label={t('case.language')}
          value={language}
          onChange={({ currentTarget: { value } }) => setLanguage(value)}
          data={[all, ...languages.map((value) => ({ value, label: format.language(value) }))]}
        />
        <NativeSelect
          label={t('lead.skill')}
          value={skill}
          onChange={({ currentTarget: { value } }) => setSkill(value)}
          data={[all, ...skills.map((value) => ({ value, label: t(`lead.skill.${value}`) }))]}
        />
      </Group>
      {shown.length === 0 ? <Empty title={t('lead.nothingWaits')} /> : <BoardQueues queues={shown} />}
    </>
  );
}
