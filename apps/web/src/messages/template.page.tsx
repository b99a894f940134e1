import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { Loaded } from '../ui/loaded';
import { NothingHere } from '../ui/page-states';
import { PageTitle } from '../ui/page-title';
import {
  channels,
  messageLanguages,
  purposes,
  type Channel,
  type MessageLanguage,
  type Purpose,
} from './message-words';
import { TemplateEditor } from './template-editor';
import { TemplateVersions } from './template-versions';

/** The words of one message: to write, with what comes of them beside. */
export function TemplatePage() {
  const asked = useParams({ from: '/inside/message-templates/$purpose/$language/$channel' });
  const purpose = purposes.find((one) => one === asked.purpose);
  const language = messageLanguages.find((one) => one === asked.language);
  const channel = channels.find((one) => one === asked.channel);
  if (!purpose || !language || !channel) return <NothingHere />;
  return <TemplateOf path={{ purpose, language, channel }} />;
}

function TemplateOf({ path }: { path: { purpose: Purpose; language: MessageLanguage; channel: Channel } }) {
  const { t } = useTranslation('messages');
  const format = useFormat();
  const template = useQuery({
    queryKey: ['message-templates', path],
    queryFn: () =>
      answer(api.GET('/v1/message-templates/{purpose}/{language}/{channel}', { params: { path } })),
  });
  return (
    <>
      <PageTitle
        title={[
          t(`purpose.${path.purpose}`),
          format.language(path.language),
          t(`channel.${path.channel}`),
        ].join(' · ')}
      />
      <Loaded query={template}>
        {(found) => (
          <>
            <TemplateEditor key={found.inForce ?? 0} template={found} />
            <TemplateVersions template={found} />
          </>
        )}
      </Loaded>
    </>
  );
}
