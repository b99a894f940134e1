import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../i18n/format';
import { useShortcut } from '../../shell/shortcuts';
import { ProblemNotice } from '../../ui/problem-notice';
import { deskApi } from '../desk-api';
import { Choices } from '../choices';
import type { Claim, ContactScript, ScriptLine, Situation } from '../desk-contract';
import { Key } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';
import { onClaim } from './acting';

/** What to say, in the customer's language with the agent's beside it. */
export function ScriptPanel({ claim, first }: { claim: Claim; first: ContactScript }) {
  const { t } = useDeskTexts();
  const [situation, setSituation] = useState<Situation>(first.situation);
  const other = useQuery({
    queryKey: ['desk', 'contact', claim.id, 'script', situation],
    queryFn: () => onClaim(claim, deskApi.script(claim, situation)),
    enabled: situation !== first.situation,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const script = situation === first.situation ? first : (other.data ?? first);
  const { language, agentLanguage } = script;
  return (
    <section aria-labelledby="script" className="script">
      <h2 id="script" className="desk-heading">
        {script.title}
      </h2>
      <Situations situations={first.situations} chosen={situation} onChoose={setSituation} />
      {other.error && <ProblemNotice error={other.error} onRetry={() => void other.refetch()} />}
      <div aria-live="polite" aria-busy={other.isPlaceholderData}>
        {script.mandatory.length > 0 && (
          <div className="script-must">
            <Text size="sm" fw={700}>
              {t('script.must')}
            </Text>
            {script.mandatory.map((line) => (
              <div key={line.customer}>
                <Line line={line} language={language} agentLanguage={agentLanguage} />
                {line.source && <Text size="xs">{line.source}</Text>}
              </div>
            ))}
          </div>
        )}
        {script.lines.map((line) => (
          <Line key={line.customer} line={line} language={language} agentLanguage={agentLanguage} />
        ))}
      </div>
    </section>
  );
}

function Line({
  line,
  language,
  agentLanguage,
}: {
  line: ScriptLine;
  language: string;
  agentLanguage: string;
}) {
  const format = useFormat();
  return (
    <div className="script-line">
      <p lang={language} title={format.language(language)}>
        {line.customer}
      </p>
      {line.agent !== line.customer && (
        <p lang={agentLanguage} title={format.language(agentLanguage)} className="quiet">
          {line.agent}
        </p>
      )}
    </div>
  );
}

function Situations({
  situations,
  chosen,
  onChoose,
}: {
  situations: ContactScript['situations'];
  chosen: Situation;
  onChoose: (id: Situation) => void;
}) {
  const { t } = useDeskTexts();
  if (situations.length < 2) return null;
  return (
    <>
      <Choices
        label={t('script.situation')}
        value={chosen}
        onChoose={onChoose}
        options={situations.map(({ id, title }, at) => ({
          value: id,
          label: (
            <>
              {at < 9 && <Key keys={String(at + 1)} />} {title}
            </>
          ),
        }))}
      />
      {situations.slice(0, 9).map(({ id, title }, at) => (
        <SituationKey key={id} keys={String(at + 1)} title={title} onRun={() => onChoose(id)} />
      ))}
    </>
  );
}

function SituationKey({ keys, title, onRun }: { keys: string; title: string; onRun: () => void }) {
  const { t } = useDeskTexts();
  useShortcut(keys, t('script.show', { title }), onRun);
  return null;
}
