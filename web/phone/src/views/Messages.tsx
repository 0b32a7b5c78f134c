// Conversations in writing.
import { useEffect, useRef } from 'preact/hooks';
import { moment } from '../../../shared/i18n';
import { call } from '../state/calling';
import { presence } from '../state/stage';
import { sendText } from '../state/texts';
import { chats, openChat, type Said } from '../state/chat';
import { contacts, nameOf } from '../state/contacts';
import { earlier, fetchEarlier, opened } from '../state/history';
import { address } from '../state/links';
import { t } from '../words/index';
import { Face } from './Face';
import { Icon } from './Icon';

export function Messages() {
  return openChat.value ? <Conversation address={openChat.value} /> : <Conversations />;
}

function open(to: string): void {
  openChat.value = to;
}

function Conversations() {
  const begin = (event: SubmitEvent) => {
    event.preventDefault();
    const to = address(String(new FormData(event.currentTarget as HTMLFormElement).get('to')));
    if (to) {
      open(to);
    }
  };
  return (
    <section class="view list" id="messages" aria-labelledby="messages-title">
      <h2 id="messages-title">{t('messages')}</h2>
      <form class="inline" onSubmit={begin}>
        <label>{t('writeTo')}<input name="to" id="chat-to" dir="auto" autocomplete="off" autocapitalize="none" spellcheck={false} required /></label>
        <button type="submit" id="chat-open">{t('open')}</button>
      </form>
      {chats.value.length === 0 && <p class="empty">{t('noMessages')}</p>}
      <ul class="rows">
        {chats.value.map((each) => {
          const name = nameOf(contacts.value, each.address, each.address);
          const last = each.said.at(-1);
          return (
            <li key={each.address}>
              <Face name={name} small />
              <button type="button" class="quiet text" onClick={() => open(each.address)}>
                <b dir="auto">{name}</b>
                <small dir="auto">{last ? `${last.ours ? `${t('you')}: ` : ''}${last.text}` : ''}</small>
              </button>
              {each.unread > 0 && <span class="count">{t('unread', { count: each.unread })}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function isToday(at: number): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}

/** What became of a line, where there is something to say. */
function stateOf({ state }: Said): string {
  switch (state) {
    case 'failed':
      return ` · ${t('notSent')}`;
    case 'sending':
      return ` · ${t('sending')}`;
    case 'delivered':
      return ` · ${t('delivered')}`;
    case 'sent':
      return '';
  }
}

function Conversation({ address: to }: { address: string }) {
  const name = nameOf(contacts.value, to, to);
  const lines = chats.value.find((each) => each.address === to)?.said ?? [];
  const field = useRef<HTMLTextAreaElement>(null);
  const end = useRef<HTMLLIElement>(null);
  const last = lines.at(-1);
  useEffect(() => {
    field.current?.focus();
    void opened(to);
  }, [to]);
  // What is fetched of earlier times must not take the eye away.
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [last?.at, last?.text]);
  const send = (event?: Event) => {
    event?.preventDefault();
    const text = field.current?.value.trim() ?? '';
    if (text && field.current) {
      field.current.value = '';
      void sendText(to, text);
    }
  };
  return (
    <section class="view chat" id="chat" aria-labelledby="chat-title">
      <div class="head">
        <button type="button" class="quiet" id="chat-back" aria-label={t('back')} onClick={() => (openChat.value = '')}><Icon name="back" turned /></button>
        <h2 id="chat-title" class="visually-hidden">{t('conversation', { name })}</h2>
        <b dir="auto" aria-hidden="true">{name}</b>
        <button type="button" aria-label={t('callAgain', { name })} onClick={() => void call(to)}><Icon name="call" /></button>
      </div>
      <div class="said" role="log" aria-label={t('conversation', { name })} tabIndex={0}>
      {earlier.value !== null && (
        <button type="button" class="quiet" id="earlier" onClick={() => void fetchEarlier(to)}>{t('earlier')}</button>
      )}
      <ol>
        {lines.map((line, index) => (
          <li key={`${line.at} ${index}`} class={line.ours ? 'ours' : 'theirs'} ref={index === lines.length - 1 ? end : null}>
            <p dir="auto">{line.text}</p>
            <small>{moment(line.at, isToday(line.at) ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' })}{stateOf(line)}</small>
          </li>
        ))}
      </ol>
      </div>
      <form class="inline" onSubmit={send}>
        <label><span class="visually-hidden">{t('write')}</span>
          <textarea id="chat-text" ref={field} rows={1} dir="auto" maxLength={1000} placeholder={t('write')} onKeyDown={(event) => event.key === 'Enter' && !event.shiftKey && !event.isComposing && send(event)} />
        </label>
        <button type="submit" class="primary" id="chat-send" disabled={presence.value !== 'on'} aria-label={t('send')}><Icon name="send" turned /></button>
      </form>
    </section>
  );
}
