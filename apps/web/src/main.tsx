import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/app.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { startLanguage } from './i18n/language';
import { openSession } from './session/session';

/** The page's language and who is signed in come first: nothing is shown twice. */
async function main(): Promise<void> {
  await startLanguage();
  await openSession();
  const root = document.querySelector('#root');
  if (root) createRoot(root).render(<App />);
}

void main();
