import './mail-frame.css';
import { useMemo } from 'react';

/**
 * A mail as readers show it, in a frame that runs no scripts. The page's content security policy holds in there too and
 * refuses styles written in attributes; styles set by the page itself are let in.
 */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const source = useMemo(() => withoutInlineStyles(html), [html]);
  return (
    <iframe
      className="mail"
      title={title}
      sandbox="allow-same-origin"
      srcDoc={source}
      onLoad={({ currentTarget: frame }) => {
        const inside = frame.contentDocument;
        if (!inside) return;
        for (const element of inside.querySelectorAll<HTMLElement>('[data-style]')) {
          element.style.cssText = element.dataset['style'] ?? '';
        }
        // A link in a preview leads nowhere.
        for (const link of inside.querySelectorAll('a')) link.removeAttribute('href');
        frame.style.height = `${Math.min(inside.documentElement.scrollHeight + 4, 1_600)}px`;
      }}
    />
  );
}

/** By text, as even a parser without a page holds to the policy. Mails of ours have no bare quotes in what they say. */
function withoutInlineStyles(html: string): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  return html.replaceAll(' style="', ' data-style="').replaceAll('<style>', `<style nonce="${nonce}">`);
}
