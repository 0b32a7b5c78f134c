// Small pieces that many pages use.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { moment } from '../../../shared/i18n';
import { clock } from '../numbers';
import { link } from '../router';
import { person } from '../sip';
import { now } from '../state';
import { t, state as stateWord } from '../words';

/** A state with a lamp: its colour says nothing that the word does not. */
export function State(props: { of: string }) {
  return <span class={`state ${tone(props.of)}`}>{stateWord(props.of)}</span>;
}

function tone(state: string): string {
  if (['answered', 'talking', 'up', 'registered', 'connected', 'completed', 'good', 'ok', 'established'].includes(state)) {
    return 'good';
  }
  if (['down', 'failed', 'refused', 'bad', 'error', 'unreachable', 'no_media', 'disconnected'].includes(state)) {
    return 'bad';
  }
  return ['ringing', 'calling', 'probing', 'parked', 'warn', 'new', 'connecting', 'checking', 'handshake', 'disabled'].includes(state) ? 'busy' : '';
}

/** Since when, ticking. */
export function Since(props: { iso: string }) {
  return <span class="mono">{clock((now.value - Date.parse(props.iso)) / 1000)}</span>;
}

export function When(props: { iso: string | number; day?: boolean }) {
  const ms = typeof props.iso === 'number' ? props.iso : Date.parse(props.iso);
  if (!Number.isFinite(ms)) {
    return <>–</>;
  }
  const today = new Date(ms).toDateString() === new Date().toDateString();
  const style: Intl.DateTimeFormatOptions =
    today && !props.day ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' };
  return <time dateTime={new Date(ms).toISOString()}>{moment(ms, style)}</time>;
}

export function Person(props: { uri: string }) {
  return <bdi title={props.uri}>{person(props.uri)}</bdi>;
}

export function CallLink(props: { id: string; children: ComponentChildren }) {
  return <a href={link('calls', props.id)}>{props.children}</a>;
}

/** What stands between two names: an arrow that turns with the language. */
export function To() {
  return <span class="to" aria-label={t('callsWhom')} role="img">→</span>;
}

export function Page(props: { title: ComponentChildren; acts?: ComponentChildren; children: ComponentChildren }) {
  return (
    <>
      <div class="title">
        <h1>{props.title}</h1>
        {props.acts && <div class="acts">{props.acts}</div>}
      </div>
      {props.children}
    </>
  );
}

export function Card(props: { title: string; children: ComponentChildren; acts?: ComponentChildren; wide?: boolean }) {
  const id = useId();
  return (
    <section class={`card${props.wide ? ' wide' : ''}`} aria-labelledby={id}>
      <div class="title"><h2 id={id}>{props.title}</h2>{props.acts && <div class="acts">{props.acts}</div>}</div>
      {props.children}
    </section>
  );
}
